/**
 * A stable sort by keys of bytes. Four bytes of a key, behind what all keys have in common, and the key's place make one
 * 64-bit number; numbers are sorted by the engine without a comparator, which takes a sixth of the time of one with it; what
 * is equal in these bytes is sorted by those that follow (a radix sort from the front, McIlroy et al. 1993, with a
 * comparison sort for each digit).
 */
import { compareKeys } from "./key-bytes.ts";

/** Entry `i` has the key at bytes `starts[i]` to `ends[i]`. */
export interface KeyTable {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** More entries cannot be sorted at once. */
export const MOST_ENTRIES = 1 << 25;

const DIGIT_BYTES = 4;
const PLACE_BITS = 25;
const PLACE_MASK = MOST_ENTRIES - 1;

/** Up to here insertion is faster. */
const FEW = 12;

/** Sorts the entry numbers in `entries` by their keys; equal keys stay in the order in which they stand there. */
export function sortByKeys(keys: KeyTable, entries: Uint32Array): void {
  sortFrom(keys, entries, 0);
}

/** The keys have their first `known` bytes in common. */
function sortFrom(keys: KeyTable, entries: Uint32Array, known: number): void {
  if (entries.length <= FEW) {
    insert(keys, entries, known);
    return;
  }
  const shared = sharedBytes(keys, entries, known);
  if (shared === undefined) {
    return;
  }
  const digits = new BigUint64Array(entries.length);
  const halves = new Uint32Array(digits.buffer);
  for (let place = 0; place < entries.length; place++) {
    const entry = entries[place] ?? 0;
    const at = (keys.starts[entry] ?? 0) + shared;
    const length = Math.min(DIGIT_BYTES, (keys.ends[entry] ?? 0) - at);
    halves[2 * place + 1] = digit(keys.bytes, at, length);
    halves[2 * place] = (length << PLACE_BITS) | place;
  }
  digits.sort();
  const before = entries.slice();
  for (let place = 0; place < entries.length; place++) {
    entries[place] = before[(halves[2 * place] ?? 0) & PLACE_MASK] ?? 0;
  }
  for (let from = 0; from < entries.length; ) {
    const high = halves[2 * from + 1];
    const length = (halves[2 * from] ?? 0) >>> PLACE_BITS;
    let to = from + 1;
    while (
      to < entries.length &&
      halves[2 * to + 1] === high &&
      (halves[2 * to] ?? 0) >>> PLACE_BITS === length
    ) {
      to += 1;
    }
    // Shorter keys have ended, so they are equal.
    if (to - from > 1 && length === DIGIT_BYTES) {
      sortFrom(keys, entries.subarray(from, to), shared + DIGIT_BYTES);
    }
    from = to;
  }
}

/** The low word of a number is that of a little-endian machine, as all are that Node runs on. */
function digit(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < DIGIT_BYTES; i++) {
    value = (value << 8) | (i < length ? (bytes[at + i] ?? 0) : 0);
  }
  return value;
}

/** How many first bytes all keys have in common, of which `known` are known; undefined where all keys are equal. */
function sharedBytes(
  { bytes, starts, ends }: KeyTable,
  entries: Uint32Array,
  known: number,
): number | undefined {
  const first = entries[0] ?? 0;
  const start = starts[first] ?? 0;
  const length = (ends[first] ?? 0) - start;
  let shared = length;
  let equal = true;
  for (let place = 1; place < entries.length; place++) {
    const entry = entries[place] ?? 0;
    const at = starts[entry] ?? 0;
    const own = (ends[entry] ?? 0) - at;
    equal &&= own === length;
    shared = Math.min(shared, own);
    let i = known;
    while (i < shared && bytes[start + i] === bytes[at + i]) {
      i += 1;
    }
    shared = i;
    if (shared === known && (known < length || !equal)) {
      return known;
    }
  }
  return equal && shared === length ? undefined : shared;
}

function insert({ bytes, starts, ends }: KeyTable, entries: Uint32Array, known: number): void {
  for (let place = 1; place < entries.length; place++) {
    const entry = entries[place] ?? 0;
    const start = starts[entry] ?? 0;
    const end = ends[entry] ?? 0;
    let to = place;
    for (; to > 0; to--) {
      const other = entries[to - 1] ?? 0;
      const [from, until] = [starts[other] ?? 0, ends[other] ?? 0];
      if (compareKeys(bytes, from, until, bytes, start, end, known) <= 0) {
        break;
      }
      entries[to] = other;
    }
    entries[to] = entry;
  }
}
