import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { enlarged, mixBits } from "../../shared/open-addressing.ts";

/** Numbers keys from 0 in the order in which they first come. Halves of surrogate pairs count as U+FFFD, as in rows. */
export interface KeySlots {
  readonly count: number;
  slotOf(key: Json): number;
  keyAt(slot: number): Json;
}

/** ASCII characters of which two numbers are made, seven bits to each. */
const PACKED = 8;

/** Above the 29 bits of four characters and a leading one. */
const LONGER = 1 << 29;

const FIRST_CAPACITY = 1024;

/**
 * Strings are found by a table of slots with open addressing; what is compared stands beside it by slot, so that the words
 * that come often, which come early, share few cache lines. A `Map` takes two to three times as long for strings that were
 * just made, since it asks the engine for the hash of each and follows pointers to compare them.
 */
export function createKeySlots(): KeySlots {
  const keys: Json[] = [];
  const others = new Map<Json, number>();
  /** Slots plus one; 0 where it is free. */
  let table = new Int32Array(FIRST_CAPACITY);
  /**
   * Two numbers to a slot: those of a string of up to 8 ASCII characters, or of the first 8 of up to 16, marked `LONGER`,
   * whose rest stands in `rests`; or 0, with which none of these begins, and the hash of another string.
   */
  let compared = new Int32Array(2 * FIRST_CAPACITY);
  let rests = new Int32Array(2 * FIRST_CAPACITY);
  let strings = 0;

  const add = (key: Json): number => {
    const slot = keys.push(key) - 1;
    if (2 * slot + 1 >= compared.length) {
      compared = doubled(compared);
      rests = doubled(rests);
    }
    return slot;
  };
  const addString = (
    key: string,
    at: number,
    low: number,
    high: number,
    restLow = 0,
    restHigh = 0,
  ): number => {
    const slot = add(key);
    table[at] = slot + 1;
    compared[2 * slot] = low;
    compared[2 * slot + 1] = high;
    rests[2 * slot] = restLow;
    rests[2 * slot + 1] = restHigh;
    strings += 1;
    if (4 * strings > 3 * table.length) {
      grow();
    }
    return slot;
  };
  const grow = (): void => {
    const mask = 2 * table.length - 1;
    table = new Int32Array(mask + 1);
    for (const [slot, key] of keys.entries()) {
      if (typeof key === "string") {
        const [low, high, restLow, restHigh] = [
          compared[2 * slot] ?? 0,
          compared[2 * slot + 1] ?? 0,
          rests[2 * slot] ?? 0,
          rests[2 * slot + 1] ?? 0,
        ];
        let at = mix(low, high, restLow, restHigh) & mask;
        while (table[at] !== 0) {
          at = (at + 1) & mask;
        }
        table[at] = slot + 1;
      }
    }
  };

  const slotOfString = (key: string): number => {
    const { length } = key;
    if (length > 2 * PACKED) {
      return slotOfOtherString(key);
    }
    // A leading one tells lengths apart: it is 1 bit above the first character.
    let low = 1;
    let high = 1;
    let bits = 0;
    const packed = length < PACKED ? length : PACKED;
    for (let i = 0; i < packed; i++) {
      const unit = key.charCodeAt(i);
      bits |= unit;
      if (i < 4) {
        low = (low << 7) | unit;
      } else {
        high = (high << 7) | unit;
      }
    }
    if (bits >= 0x80) {
      return slotOfOtherString(key);
    }
    if (length > PACKED) {
      return slotOfLonger(key, low | LONGER, high);
    }
    const slotsOf = table;
    const by = compared;
    const mask = slotsOf.length - 1;
    for (let at = mix(low, high) & mask; ; at = (at + 1) & mask) {
      const slot = (slotsOf[at] ?? 0) - 1;
      if (slot < 0) {
        return addString(key, at, low, high);
      }
      if (by[2 * slot] === low && by[2 * slot + 1] === high) {
        return slot;
      }
    }
  };

  const slotOfLonger = (key: string, low: number, high: number): number => {
    let restLow = 1;
    let restHigh = 1;
    let bits = 0;
    for (let i = PACKED; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      bits |= unit;
      if (i < PACKED + 4) {
        restLow = (restLow << 7) | unit;
      } else {
        restHigh = (restHigh << 7) | unit;
      }
    }
    if (bits >= 0x80) {
      return slotOfOtherString(key);
    }
    const mask = table.length - 1;
    for (let at = mix(low, high, restLow, restHigh) & mask; ; at = (at + 1) & mask) {
      const slot = (table[at] ?? 0) - 1;
      if (slot < 0) {
        return addString(key, at, low, high, restLow, restHigh);
      }
      if (
        compared[2 * slot] === low &&
        compared[2 * slot + 1] === high &&
        rests[2 * slot] === restLow &&
        rests[2 * slot + 1] === restHigh
      ) {
        return slot;
      }
    }
  };

  const slotOfOtherString = (given: string): number => {
    // FNV-1a over UTF-16 units: only this process sees it.
    let hash = 0x811c9dc5;
    let halves = false;
    for (let i = 0; i < given.length; i++) {
      const unit = given.charCodeAt(i);
      halves ||= (unit & 0xf800) === 0xd800;
      hash = Math.imul(hash ^ unit, 0x01000193);
    }
    if (halves && !given.isWellFormed()) {
      return slotOfOtherString(given.toWellFormed());
    }
    const mask = table.length - 1;
    for (let at = mix(0, hash) & mask; ; at = (at + 1) & mask) {
      const slot = (table[at] ?? 0) - 1;
      if (slot < 0) {
        return addString(given, at, 0, hash);
      }
      if (compared[2 * slot + 1] === hash && compared[2 * slot] === 0 && keys[slot] === given) {
        return slot;
      }
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

/** As `mixBits`, of a string of two numbers or of four. */
function mix(low: number, high: number, restLow = 0, restHigh = 0): number {
  return restLow === 0
    ? mixBits(low, high)
    : mixBits(low ^ Math.imul(restLow, 0x27d4eb2f), high ^ Math.imul(restHigh, 0x165667b1));
}

const doubled = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> =>
  enlarged(from, new Int32Array(2 * from.length));
