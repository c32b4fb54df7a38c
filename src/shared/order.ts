/**
 * The order of values (docs/values.md): null, bools, numbers, strings, lists, records; `false` before `true`; numbers by
 * size, NaN last; strings by code point, which is the order of their UTF-8 bytes; lists and records part by part.
 */
import type { Json, JsonObject } from "./json.ts";

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export type Comparator = (a: Json, b: Json) => number;

/** One step of a lexicographic order over records. */
export interface SortKey {
  /** Field path; empty: the element itself. */
  readonly path: readonly string[];
  readonly descending: boolean;
}

/**
 * Strings by code point. UTF-16 units agree with code points except where a surrogate meets a unit from U+E000 on: there
 * the surrogate, half of a code point past U+FFFF, is the greater one.
 */
export function compareStrings(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      return x >= 0xd800 && y >= 0xd800 ? surrogatesLast(x) - surrogatesLast(y) : x - y;
    }
  }
  return a.length - b.length;
}

/** Moves E000..FFFF below D800..DFFF; the order within each is kept. */
const surrogatesLast = (unit: number): number => (unit >= 0xe000 ? unit - 0x2800 : unit);

/** By size; NaN is equal to itself and after everything, 0 and -0 are equal. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) {
    return -1;
  }
  if (a > b) {
    return 1;
  }
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Any two values. Total: 0 means the same canonical JSON. Records are compared entry by entry in their field order. */
export function compareValues(a: Json, b: Json): number {
  if (typeof a === "number" && typeof b === "number") {
    return compareNumbers(a, b);
  }
  if (typeof a === "string" && typeof b === "string") {
    return compareStrings(a, b);
  }
  if (a === b) {
    return 0;
  }
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) {
    return rank;
  }
  if (Array.isArray(a)) {
    return compareLists(a, b as readonly Json[]); // equal ranks: both are lists
  }
  return typeof a === "object" && a !== null
    ? compareRecords(a as JsonObject, b as JsonObject) // equal ranks: both are records
    : Number(a) - Number(b);
}

/** By several keys in turn; 0 where all are equal, so that a stable sort keeps the order of equals. */
export function compareBy(keys: readonly SortKey[]): Comparator {
  const [first, ...rest] = keys;
  if (first === undefined) {
    return compareValues;
  }
  const parts = [first, ...rest].map(({ path, descending }) => ({ path, descending }));
  return (a, b) => {
    for (const { path, descending } of parts) {
      const order = compareValues(valueAt(a, path), valueAt(b, path));
      if (order !== 0) {
        return descending ? -order : order;
      }
    }
    return 0;
  };
}

/** The value at a field path; null where an optional record on the way is null. */
export function valueAt(value: Json, path: readonly string[]): Json {
  let at: Json = value;
  for (const name of path) {
    if (at === null) {
      return null;
    }
    at = (at as JsonObject)[name] ?? null; // the checker lets paths through records only
  }
  return at;
}

function rankOf(value: Json): number {
  switch (typeof value) {
    case "boolean":
      return 1;
    case "number":
      return 2;
    case "string":
      return 3;
    default:
      return value === null ? 0 : Array.isArray(value) ? 4 : 5;
  }
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareValues(a[i] ?? null, b[i] ?? null);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

function compareRecords(a: JsonObject, b: JsonObject): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const x = left[i] ?? "";
    const y = right[i] ?? "";
    const order = compareStrings(x, y) || compareValues(a[x] ?? null, b[y] ?? null);
    if (order !== 0) {
      return order;
    }
  }
  return left.length - right.length;
}
