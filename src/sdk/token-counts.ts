import { enlarged, mixBits } from "../shared/open-addressing.ts";
import { createLongTokenCounts, ENTRY_WEIGHT } from "./long-token-counts.ts";

/** Tokens of up to so many bytes are two numbers; they are compared without a look at the text. */
const SHORT = 8;

const FIRST_CAPACITY = 1024;

/** How often tokens came. They are numbered from 1; 0 is a free place of a table. */
export interface TokenCounts {
  /** Counts the tokens of ASCII text by the table of bytes. */
  addAscii(bytes: Uint8Array, start: number, end: number): void;
  /** Counts one token, its UTF-8 form. */
  addToken(bytes: Uint8Array): void;
  /** Bytes of memory in use. */
  weight(): number;
  entries(): Generator<readonly [token: string, count: number]>;
}

export function createTokenCounts(map: Uint8Array): TokenCounts {
  let table = new Int32Array(2 * FIRST_CAPACITY);
  let lows = new Int32Array(FIRST_CAPACITY);
  let highs = new Int32Array(FIRST_CAPACITY);
  let counts = new Float64Array(FIRST_CAPACITY);
  let entries = 1;
  const longer = createLongTokenCounts();

  /** The entry of a token that is new, at a free place. */
  const add = (low: number, high: number, at: number): void => {
    if (entries === lows.length) {
      lows = enlarged(lows, new Int32Array(2 * entries));
      highs = enlarged(highs, new Int32Array(2 * entries));
      counts = enlarged(counts, new Float64Array(2 * entries));
    }
    lows[entries] = low;
    highs[entries] = high;
    counts[entries] = 1;
    table[at] = entries;
    entries += 1;
    if (4 * entries > 3 * table.length) {
      table = new Int32Array(2 * table.length);
      const mask = table.length - 1;
      for (let entry = 1; entry < entries; entry++) {
        let free = mixBits(lows[entry] ?? 0, highs[entry] ?? 0) & mask;
        while (table[free] !== 0) {
          free = (free + 1) & mask;
        }
        table[free] = entry;
      }
    }
  };
  const addShort = (low: number, high: number): void => {
    const places = table;
    const mask = places.length - 1;
    for (let at = mixBits(low, high) & mask; ; at = (at + 1) & mask) {
      const entry = places[at] as number; // below the length
      if (entry === 0) {
        add(low, high, at);
        return;
      }
      if (lows[entry] === low && highs[entry] === high) {
        (counts[entry] as number) += 1;
        return;
      }
    }
  };

  return {
    addAscii(bytes, start, end) {
      // The last eight bytes of the token as one shifted register of two halves.
      let low = 0;
      let high = 0;
      let length = 0;
      for (let i = start; i <= end; i++) {
        const byte = i < end ? (map[bytes[i] as number] as number) : 0; // ASCII, and inside the array
        if (byte !== 0) {
          high = (high << 8) | (low >>> 24);
          low = (low << 8) | byte;
          length += 1;
        } else if (length !== 0) {
          if (length <= SHORT) {
            addShort(low, high);
          } else {
            longer.add(bytes, i - length, i, map);
          }
          low = 0;
          high = 0;
          length = 0;
        }
      }
    },
    addToken(bytes) {
      // A NUL would make two short tokens the same register.
      if (bytes.length > SHORT || bytes.length === 0 || bytes.includes(0)) {
        longer.add(bytes, 0, bytes.length, undefined);
        return;
      }
      let low = 0;
      let high = 0;
      for (const byte of bytes) {
        high = (high << 8) | (low >>> 24);
        low = (low << 8) | byte;
      }
      addShort(low, high);
    },
    weight: () => ENTRY_WEIGHT * entries + longer.weight(),
    *entries() {
      const register = Buffer.alloc(SHORT);
      for (let entry = 1; entry < entries; entry++) {
        register.writeInt32BE(highs[entry] ?? 0, 0);
        register.writeInt32BE(lows[entry] ?? 0, 4);
        let start = 0;
        while (register[start] === 0) {
          start += 1;
        }
        yield [register.toString("utf8", start), counts[entry] ?? 0];
      }
      yield* longer.entries();
    },
  };
}
