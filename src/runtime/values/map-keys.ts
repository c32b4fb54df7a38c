/**
 * Order of a map's keys in its canonical JSON. JavaScript objects put keys that look like array indices first, whatever
 * one does, so that is the rule: those by number, then all others by code point.
 */
import { compareStrings } from "../../shared/order.ts";

export function compareKeys(a: string, b: string): number {
  const x = arrayIndex(a);
  const y = arrayIndex(b);
  if (x !== undefined && y !== undefined) {
    return x - y;
  }
  if (x === undefined && y === undefined) {
    return compareStrings(a, b);
  }
  return x === undefined ? 1 : -1;
}

/** As ECMAScript defines it: a canonical integer below 2^32 - 1. */
function arrayIndex(key: string): number | undefined {
  const first = key.charCodeAt(0);
  if (first < 0x30 || first > 0x39 || key.length > 10) {
    return undefined;
  }
  const index = Number(key);
  return index < 4_294_967_295 && String(index) === key ? index : undefined;
}
