import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";

/** Numbers keys from 0 in the order in which they first come. Halves of surrogate pairs count as U+FFFD, as in rows. */
export interface KeySlots {
  readonly count: number;
  slotOf(key: Json): number;
  keyAt(slot: number): Json;
}

/** Strings of up to so many ASCII characters are compared as two numbers, without a look at the string itself. */
const PACKED_LENGTH = 8;

const FIRST_CAPACITY = 1024;

/**
 * Strings stand in a table of their own, with open addressing in a typed array: a `Map` takes two to three times as long
 * for strings that were just made, since it asks the engine for the hash of each and follows pointers to compare them.
 */
export function createKeySlots(): KeySlots {
  const keys: Json[] = [];
  const others = new Map<Json, number>();
  /** Four numbers to an entry: the slot plus one (0 where it is free); a packed string in two, or 0 and a hash; none. */
  let table = new Int32Array(4 * FIRST_CAPACITY);
  let mask = FIRST_CAPACITY - 1;
  let strings = 0;

  const add = (key: Json): number => keys.push(key) - 1;
  const addString = (key: string, at: number, low: number, high: number): number => {
    const slot = add(key);
    table[at] = slot + 1;
    table[at + 1] = low;
    table[at + 2] = high;
    strings += 1;
    if (2 * strings > mask) {
      grow();
    }
    return slot;
  };
  const grow = (): void => {
    const old = table;
    mask = 2 * mask + 1;
    table = new Int32Array(4 * (mask + 1));
    for (let from = 0; from < old.length; from += 4) {
      if (old[from] !== 0) {
        let at = 4 * (mix(old[from + 1] ?? 0, old[from + 2] ?? 0) & mask);
        while (table[at] !== 0) {
          at = (at + 4) & (4 * mask + 3);
        }
        table.set(old.subarray(from, from + 3), at);
      }
    }
  };

  const slotOfString = (key: string): number => {
    const { length } = key;
    if (length > PACKED_LENGTH) {
      return slotOfLong(key);
    }
    // Seven bits to a character. A leading one tells lengths apart: it is 1 bit above the first character.
    let low = 1;
    let high = 1;
    let bits = 0;
    for (let i = 0; i < length; i++) {
      const unit = key.charCodeAt(i);
      bits |= unit;
      if (i < 4) {
        low = (low << 7) | unit;
      } else {
        high = (high << 7) | unit;
      }
    }
    if (bits >= 0x80) {
      return slotOfLong(key);
    }
    let at = 4 * (mix(low, high) & mask);
    for (;;) {
      const slot = table[at] ?? 0;
      if (slot === 0) {
        return addString(key, at, low, high);
      }
      if (table[at + 1] === low && table[at + 2] === high) {
        return slot - 1;
      }
      at = (at + 4) & (4 * mask + 3);
    }
  };

  /** The numbers of a long string are 0, which no packed one has, and its hash. */
  const slotOfLong = (given: string): number => {
    const key = given.isWellFormed() ? given : given.toWellFormed();
    const hash = hashOf(key);
    let at = 4 * (mix(0, hash) & mask);
    for (;;) {
      const slot = table[at] ?? 0;
      if (slot === 0) {
        return addString(key, at, 0, hash);
      }
      if (table[at + 2] === hash && table[at + 1] === 0 && keys[slot - 1] === key) {
        return slot - 1;
      }
      at = (at + 4) & (4 * mask + 3);
    }
  };
  const slotOfOther = (key: Json): number => {
    const identity = typeof key === "object" && key !== null ? canonicalJson(key) : key;
    const known = others.get(identity);
    if (known === undefined) {
      others.set(identity, keys.length);
      return add(key);
    }
    return known;
  };

  return {
    get count() {
      return keys.length;
    },
    slotOf: (key) => (typeof key === "string" ? slotOfString(key) : slotOfOther(key)),
    keyAt: (slot) => keys[slot] ?? null,
  };
}

/** FNV-1a over UTF-16 units: only this process sees it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}

function mix(low: number, high: number): number {
  let hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
