/** Keys of a shuffle: where they stand in an element, and the hash that chooses a partition. */
import type { ExchangeKey } from "../../compiler/ir/plan.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { valueAt } from "../../shared/order.ts";

/** The key of an element, by generated code: a key is taken from every record of a shuffle. */
export function keyReader(key: ExchangeKey): (element: Json) => Json {
  if (key.kind === "path") {
    return pathReader(key.path);
  }
  const fields = key.fields.map(({ name, path }) => ({ name, read: pathReader(path) }));
  return (element) => Object.fromEntries(fields.map(({ name, read }) => [name, read(element)]));
}

/** The value at a path; null below an optional record that is null. */
export function pathReader(path: readonly string[]): (element: Json) => Json {
  if (path.length !== 1) {
    return path.length === 0 ? (element) => element : (element) => valueAt(element, path);
  }
  const name = JSON.stringify(path[0]);
  // The text is a field name in JSON notation. A literal name makes the read as fast as one written by hand.
  return new Function("element", `return element[${name}] ?? null;`) as (element: Json) => Json;
}

/** Whether a key is null, or a record with a null in it: such keys match nothing in a join. */
export function hasNull(key: Json): boolean {
  return (
    key === null ||
    (typeof key === "object" && !Array.isArray(key) && Object.values(key).some(hasNull))
  );
}

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const INT = 3;
const STRING = 4;
const STRING_END = 0xff;

/**
 * Partition of a key among `partitions`: FNV-1a (32 bits) over its canonical bytes, the finaliser of MurmurHash3, modulo.
 * The canonical bytes are specified in docs/runtime.md; equal values have equal ones whatever their declared types.
 */
export function partitionOf(key: Json, partitions: number): number {
  return mix(hash(OFFSET_BASIS, key)) % partitions;
}

function hash(state: number, key: Json): number {
  switch (typeof key) {
    case "string":
      return hashByte(hashString(hashByte(state, STRING), key), STRING_END);
    case "number":
      return hashInt(hashByte(state, INT), key);
    case "boolean":
      return hashByte(state, key ? TRUE : FALSE);
    default: {
      if (key === null) {
        return hashByte(state, NULL);
      }
      let sum = state;
      for (const part of Object.values(key)) {
        sum = hash(sum, part);
      }
      return sum;
    }
  }
}

const hashByte = (state: number, byte: number): number => Math.imul(state ^ byte, PRIME);

/** 8 bytes, two's complement, lowest first. */
function hashInt(state: number, value: number): number {
  invariant(Number.isSafeInteger(value), "a number in a key is an int");
  return hashWord(hashWord(state, value | 0), Math.floor(value / 0x1_0000_0000) | 0);
}

function hashWord(state: number, word: number): number {
  let sum = hashByte(state, word & 0xff);
  sum = hashByte(sum, (word >>> 8) & 0xff);
  sum = hashByte(sum, (word >>> 16) & 0xff);
  return hashByte(sum, word >>> 24);
}

/** Over the UTF-8 bytes. */
function hashString(state: number, text: string): number {
  let sum = state;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      sum = hashByte(sum, unit);
      continue;
    }
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) {
      i += 1;
    }
    sum = hashCodePoint(sum, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return sum;
}

function hashCodePoint(state: number, point: number): number {
  if (point < 0x800) {
    return hashByte(hashByte(state, 0xc0 | (point >> 6)), 0x80 | (point & 0x3f));
  }
  const last = 0x80 | (point & 0x3f);
  const third = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x1_0000) {
    return hashByte(hashByte(hashByte(state, 0xe0 | (point >> 12)), third), last);
  }
  const first = hashByte(state, 0xf0 | (point >> 18));
  return hashByte(hashByte(hashByte(first, 0x80 | ((point >> 12) & 0x3f)), third), last);
}

/** `fmix32` of MurmurHash3 (Appleby): every bit of the input changes about half of the bits of the result. */
function mix(state: number): number {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
