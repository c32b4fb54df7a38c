/** Lists and maps. */
import type { Json, JsonObject } from "../shared/json.ts";
import { compareBy, compareStrings, type SortKey } from "../shared/order.ts";
import { equal } from "./comparison.ts";
import { badValue } from "./evaluation-error.ts";
import { chargeElements } from "./meter.ts";
import { codePoints } from "./strings.ts";

/** More elements than this cannot be 1 MiB of JSON: each takes a character and a comma. */
const LONGEST = 524_288;

export function element(list: readonly Json[], index: number): Json {
  return (
    list[index] ??
    (index >= 0 && index < list.length
      ? null
      : badValue(`list index ${index} out of range, length ${list.length}`))
  );
}

/** A map's entry; null where there is none. */
export function entry(map: JsonObject, key: string): Json {
  return Object.hasOwn(map, key) ? (map[key] ?? null) : null;
}

export function len(value: string | readonly Json[] | JsonObject): number {
  if (typeof value === "string") {
    return codePoints(value);
  }
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** Ascending, by code point. */
export const keys = (map: JsonObject): readonly string[] => Object.keys(map).sort(compareStrings);

/** In the order of the keys. */
export const values = (map: JsonObject): readonly Json[] => keys(map).map((key) => entry(map, key));

/** `from` to `to - 1`; empty where `to` is not greater. */
export function range(from: number, to: number): readonly number[] {
  const length = Math.max(0, to - from);
  if (length > LONGEST) {
    badValue(
      `a list of ${length} numbers is too long for a value; as the source of \`map\`, \`${from}..${to}\` has no such limit`,
    );
  }
  chargeElements(length);
  return Array.from({ length }, (_, i) => from + i);
}

/** Stable. Without keys the elements themselves are compared. */
export const sortList = (list: readonly Json[], order: readonly SortKey[] = []): readonly Json[] =>
  list.toSorted(compareBy(order));

export function takeList(list: readonly Json[], count: number): readonly Json[] {
  return count < 0
    ? badValue(`\`take\` cannot take ${count} elements`)
    : count >= list.length
      ? list
      : list.slice(0, count);
}

export function flattenList(lists: readonly (readonly Json[])[]): readonly Json[] {
  chargeElements(lists.reduce((total, list) => total + list.length, 0));
  return lists.flat();
}

export const containsElement = (list: readonly Json[], wanted: Json): boolean =>
  list.some((candidate) => equal(candidate, wanted));
