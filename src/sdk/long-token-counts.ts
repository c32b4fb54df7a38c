import { enlarged, mixBits } from "../shared/open-addressing.ts";

/** Of an entry and its place in a table, in bytes. */
export const ENTRY_WEIGHT = 32;

const FIRST_CAPACITY = 1024;
/** Tokens of any length, whose bytes are kept. */
export interface LongTokenCounts {
  /** Counts a token as `map` changes its bytes; as it stands where there is none. */
  add(bytes: Uint8Array, start: number, end: number, map: Uint8Array | undefined): void;
  weight(): number;
  entries(): Generator<readonly [token: string, count: number]>;
}

const FIRST_TEXT = 16 * 1024;

export function createLongTokenCounts(): LongTokenCounts {
  let table = new Int32Array(2 * FIRST_CAPACITY);
  let hashes = new Int32Array(FIRST_CAPACITY);
  let counts = new Float64Array(FIRST_CAPACITY);
  /** Token `i`, from 1, stands at bytes `ends[i - 1]` to `ends[i]` of `text`. */
  let ends = new Uint32Array(FIRST_CAPACITY);
  let text = Buffer.allocUnsafeSlow(FIRST_TEXT);
  let entries = 1;

  /** Whether the token that stands behind the last one is the one of an entry. */
  const isLast = (entry: number, length: number): boolean => {
    const from = ends[entry - 1] ?? 0;
    if ((ends[entry] ?? 0) - from !== length) {
      return false;
    }
    const last = ends[entries - 1] ?? 0;
    for (let i = 0; i < length; i++) {
      if (text[from + i] !== text[last + i]) {
        return false;
      }
    }
    return true;
  };
  const keep = (hash: number, at: number, end: number): void => {
    if (entries === hashes.length) {
      hashes = enlarged(hashes, new Int32Array(2 * entries));
      counts = enlarged(counts, new Float64Array(2 * entries));
      ends = enlarged(ends, new Uint32Array(2 * entries));
    }
    hashes[entries] = hash;
    counts[entries] = 1;
    ends[entries] = end;
    table[at] = entries;
    entries += 1;
    if (4 * entries > 3 * table.length) {
      table = new Int32Array(2 * table.length);
      const mask = table.length - 1;
      for (let entry = 1; entry < entries; entry++) {
        let free = mixBits(hashes[entry] ?? 0, 0) & mask;
        while (table[free] !== 0) {
          free = (free + 1) & mask;
        }
        table[free] = entry;
      }
    }
  };

  return {
    add(bytes, start, end, map) {
      const length = end - start;
      const last = ends[entries - 1] ?? 0;
      if (last + length > text.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * text.length, last + length));
        larger.set(text.subarray(0, last));
        text = larger;
      }
      let hash = 0x811c9dc5; // FNV-1a
      for (let i = 0; i < length; i++) {
        const given = bytes[start + i] ?? 0;
        const byte = map === undefined ? given : (map[given] ?? 0);
        text[last + i] = byte;
        hash = Math.imul(hash ^ byte, 0x01000193);
      }
      const mask = table.length - 1;
      for (let at = mixBits(hash, 0) & mask; ; at = (at + 1) & mask) {
        const entry = table[at] ?? 0;
        if (entry === 0) {
          keep(hash, at, last + length);
          return;
        }
        if (hashes[entry] === hash && isLast(entry, length)) {
          counts[entry] = (counts[entry] ?? 0) + 1;
          return;
        }
      }
    },
    weight: () => ENTRY_WEIGHT * entries + (ends[entries - 1] ?? 0),
    *entries() {
      for (let entry = 1; entry < entries; entry++) {
        yield [text.toString("utf8", ends[entry - 1], ends[entry]), counts[entry] ?? 0];
      }
    },
  };
}
