/** DEFLATE (RFC 1951), decoded by tables of 15 bits built per block. */
import { type BitReader, Malformed } from "./bit-reader.ts";

const WINDOW = 32 * 1024;
const PIECE = 256 * 1024;
const LONGEST_MATCH = 258;
const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;

/** Output in the making: the last `WINDOW` bytes before `start` may be copied from. */
interface Window {
  readonly bytes: Uint8Array;
  start: number;
  end: number;
}

export const createWindow = (): Window => ({
  bytes: new Uint8Array(WINDOW + PIECE + LONGEST_MATCH),
  start: 0,
  end: 0,
});

/** Pieces are views that are valid until the next one is asked for. */
export function* inflate(bits: BitReader, window: Window): Generator<Uint8Array> {
  for (let last = false; !last; ) {
    last = bits.take(1) === 1;
    const type = bits.take(2);
    if (type === 0) {
      yield* stored(bits, window);
    } else if (type === 3) {
      throw new Malformed("it holds a block of an unknown type");
    } else {
      yield* compressed(bits, window, type === 1 ? fixedCodes() : readCodes(bits));
    }
  }
  yield* drain(window);
}

function* stored(bits: BitReader, window: Window): Generator<Uint8Array> {
  bits.align();
  const length = bits.take(16);
  if (bits.take(16) !== (length ^ 0xffff)) {
    throw new Malformed("the length of a stored block is damaged");
  }
  for (let i = 0; i < length; i++) {
    window.bytes[window.end++] = bits.take(8);
    if (window.end - window.start >= PIECE) {
      yield* drain(window);
    }
  }
}

interface Codes {
  readonly literals: Int32Array;
  readonly distances: Int32Array;
}

function* compressed(bits: BitReader, window: Window, codes: Codes): Generator<Uint8Array> {
  for (;;) {
    if (decodePiece(bits, window, codes)) {
      return;
    }
    yield* drain(window);
  }
}

/** Fills the window; true at the end of the block. */
function decodePiece(bits: BitReader, window: Window, { literals, distances }: Codes): boolean {
  const { bytes } = window;
  let { end } = window;
  const limit = window.start + PIECE;
  let done = false;
  while (end < limit) {
    const symbol = decodeSymbol(bits, literals);
    if (symbol < END_OF_BLOCK) {
      bytes[end++] = symbol;
      continue;
    }
    if (symbol === END_OF_BLOCK) {
      done = true;
      break;
    }
    const length = extendedValue(bits, lengths, symbol - END_OF_BLOCK - 1);
    const distance = extendedValue(bits, offsets, decodeSymbol(bits, distances));
    if (distance > end) {
      throw new Malformed("it refers to bytes before its beginning");
    }
    if (distance >= length) {
      bytes.copyWithin(end, end - distance, end - distance + length);
    } else {
      // Source and target overlap: byte by byte repeats the pattern between them.
      for (let i = 0; i < length; i++) {
        bytes[end + i] = bytes[end + i - distance] ?? 0;
      }
    }
    end += length;
  }
  window.end = end;
  return done;
}

/** Gives out what is new, and keeps what may be copied from. */
function* drain(window: Window): Generator<Uint8Array> {
  const { bytes, start, end } = window;
  yield bytes.subarray(start, end);
  const kept = Math.min(WINDOW, end);
  bytes.copyWithin(0, end - kept, end);
  window.start = kept;
  window.end = kept;
}

function decodeSymbol(bits: BitReader, table: Int32Array): number {
  const entry = table[bits.peek(LONGEST_CODE)] ?? 0;
  if (entry === 0) {
    throw new Malformed("it holds an unknown code");
  }
  bits.drop(entry & 15);
  return entry >> 4;
}

/** Entry `bits` of the table: the symbol whose code they begin with, shifted by 4, and the code's length; 0 for none. */
function buildTable(codeLengths: readonly number[]): Int32Array {
  const counts = new Array<number>(LONGEST_CODE + 1).fill(0);
  for (const length of codeLengths) {
    counts[length] = (counts[length] ?? 0) + 1;
  }
  counts[0] = 0;
  const next: number[] = [0];
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code = (code + (counts[length - 1] ?? 0)) << 1;
    next[length] = code;
    if (code + (counts[length] ?? 0) > 1 << length) {
      throw new Malformed("its codes overlap");
    }
  }
  const table = new Int32Array(1 << LONGEST_CODE);
  for (const [symbol, length] of codeLengths.entries()) {
    if (length === 0) {
      continue;
    }
    const own = next[length] ?? 0;
    next[length] = own + 1;
    for (let at = reverse(own, length); at < table.length; at += 1 << length) {
      table[at] = (symbol << 4) | length;
    }
  }
  return table;
}

function reverse(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) {
    result |= ((code >> i) & 1) << (length - 1 - i);
  }
  return result;
}

/** Lengths of the code-length codes stand in this order. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(bits: BitReader): Codes {
  const literalCount = bits.take(5) + 257;
  const distanceCount = bits.take(5) + 1;
  const count = bits.take(4) + 4;
  const first = new Array<number>(19).fill(0);
  for (const symbol of CODE_LENGTH_ORDER.slice(0, count)) {
    first[symbol] = bits.take(3);
  }
  const table = buildTable(first);
  const all: number[] = [];
  while (all.length < literalCount + distanceCount) {
    const symbol = decodeSymbol(bits, table);
    if (symbol < 16) {
      all.push(symbol);
    } else {
      const previous = all.at(-1);
      if (symbol === 16 && previous === undefined) {
        throw new Malformed("it repeats a code before the first");
      }
      const times =
        symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
      all.push(...new Array<number>(times).fill(symbol === 16 ? (previous ?? 0) : 0));
    }
  }
  return {
    literals: buildTable(all.slice(0, literalCount)),
    distances: buildTable(all.slice(literalCount, literalCount + distanceCount)),
  };
}

let fixed: Codes | undefined;

function fixedCodes(): Codes {
  fixed ??= {
    literals: buildTable(
      Array.from({ length: 288 }, (_, symbol) =>
        symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
      ),
    ),
    distances: buildTable(new Array<number>(30).fill(5)),
  };
  return fixed;
}

/** A base value and the number of further bits that are added to it, by symbol. */
interface Extended {
  readonly base: readonly number[];
  readonly extra: readonly number[];
}

function extendedValue(bits: BitReader, { base, extra }: Extended, symbol: number): number {
  const start = base[symbol];
  if (start === undefined) {
    throw new Malformed("it holds an unknown length or distance");
  }
  return start + bits.take(extra[symbol] ?? 0);
}

const lengths = ((): Extended => {
  const extra = Array.from({ length: 28 }, (_, symbol) => (symbol < 8 ? 0 : (symbol >> 2) - 1));
  return { base: [...accumulate(3, extra), LONGEST_MATCH], extra: [...extra, 0] };
})();

const offsets = ((): Extended => {
  const extra = Array.from({ length: 30 }, (_, symbol) => (symbol < 4 ? 0 : (symbol >> 1) - 1));
  return { base: accumulate(1, extra), extra };
})();

/** Each base follows the last value of the one before it. */
function accumulate(first: number, extra: readonly number[]): readonly number[] {
  let base = first;
  return extra.map((bits) => {
    const own = base;
    base += 1 << bits;
    return own;
  });
}
