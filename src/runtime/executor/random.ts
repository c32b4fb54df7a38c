import { mulberry32 } from "../../shared/mulberry32.ts";

/** A source of numbers in [0, 1) that follows from its seed alone. */
export type RandomSource = () => number;

/** Seeded by the FNV-1a hash of the text. */
export function createRandom(seed: string): RandomSource {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) {
    state = Math.imul(state ^ byte, 0x01000193);
  }
  return mulberry32(state);
}
