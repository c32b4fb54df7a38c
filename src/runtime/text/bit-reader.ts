/** Compressed data that is not what its format says. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}

/** Bits of a byte stream, lowest of each byte first, as DEFLATE packs them. */
export interface BitReader {
  /** The next `count` bits (at most 16) as a number; zeros past the end, so that a table can be looked up there. */
  peek(count: number): number;
  /** @throws Malformed where the stream has fewer. */
  drop(count: number): void;
  take(count: number): number;
  /** Leaves the rest of the byte that is being read. */
  align(): void;
  /** The next byte; due at a byte boundary. */
  byte(): number;
  more(): boolean;
}

export function createBitReader(chunks: Iterable<Uint8Array>): BitReader {
  const iterator = chunks[Symbol.iterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let at = 0;
  let bits = 0;
  let held = 0;

  const fetchChunk = (): boolean => {
    while (at >= chunk.length) {
      const next = iterator.next();
      if (next.done === true) {
        return false;
      }
      chunk = next.value;
      at = 0;
    }
    return true;
  };
  const fill = (count: number): void => {
    while (held < count && (at < chunk.length || fetchChunk())) {
      bits |= (chunk[at++] ?? 0) << held;
      held += 8;
    }
  };
  const drop = (count: number): void => {
    if (held < count) {
      throw new Malformed("it ends too early");
    }
    bits >>>= count;
    held -= count;
  };
  const take = (count: number): number => {
    fill(count);
    const value = bits & ((1 << count) - 1);
    drop(count);
    return value;
  };

  return {
    peek(count) {
      fill(count);
      return bits & ((1 << count) - 1);
    },
    drop,
    take,
    align() {
      drop(held % 8);
    },
    byte: () => take(8),
    more() {
      fill(8);
      return held >= 8;
    },
  };
}
