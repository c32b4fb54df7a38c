/** A source of numbers in [0, 1) that follows from its seed alone. */
export type RandomSource = () => number;

/** Mulberry32 (T. Ettinger, 2017), seeded by the FNV-1a hash of the text. */
export function createRandom(seed: string): RandomSource {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) {
    state = Math.imul(state ^ byte, 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
