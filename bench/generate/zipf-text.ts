/**
 * English-like text of any size, the same bytes everywhere: words by Zipf's law (exponent 1) over a vocabulary of 60,000,
 * lines of about 80 bytes, sentences with capitals, stops and now and then a number. ASCII only.
 */
import { closeSync, openSync, renameSync, statSync, writeSync } from "node:fs";

const VOCABULARY = 60_000;
const BLOCK = 8 * 1024 * 1024;

/** Writes `bytes` of text to `path`, unless a file of that size is there from an earlier call. */
export function writeZipfText(path: string, bytes: number, seed = 1): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === bytes) {
    return;
  }
  const words = vocabulary();
  const sample = zipfSampler(VOCABULARY, seed);
  const partial = `${path}.partial`;
  const file = openSync(partial, "w");
  const block = Buffer.allocUnsafe(BLOCK + 256);
  let written = 0;
  let at = 0;
  let column = 0;
  let sentenceStart = true;
  while (written + at < bytes) {
    const rank = sample();
    const word = words[rank] ?? "";
    at += block.write(sentenceStart ? capitalise(word) : word, at, "latin1");
    column += word.length + 1;
    const mark = rank % 17;
    sentenceStart = mark === 3;
    if (mark === 3) {
      block[at++] = 0x2e;
    } else if (mark === 5) {
      block[at++] = 0x2c;
    }
    if (column >= 76) {
      block[at++] = 0x0a;
      column = 0;
    } else {
      block[at++] = 0x20;
    }
    if (at >= BLOCK) {
      written += writeSync(file, block, 0, Math.min(at, bytes - written));
      at = 0;
    }
  }
  writeSync(file, block, 0, bytes - written);
  closeSync(file);
  renameSync(partial, path);
}

const capitalise = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** Distinct words of two syllables or more, each ending in a consonant, the frequent ones short; every 50th is a number. */
function vocabulary(): readonly string[] {
  const onsets = ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st"];
  const nuclei = ["a", "e", "i", "o", "u", "ea", "ou"];
  const codas = ["n", "r", "s", "nd", "l", "t", "ng"];
  return Array.from({ length: VOCABULARY }, (_, rank) => {
    if (rank % 50 === 49) {
      return String(1000 + rank);
    }
    let word = "";
    for (let rest = rank + 113; rest > 0; rest = Math.floor(rest / 112)) {
      word += (onsets[rest % 16] ?? "") + (nuclei[Math.floor(rest / 16) % 7] ?? "");
    }
    return word + (codas[rank % 7] ?? "");
  });
}

/** Ranks from 0 by inverse transform over the cumulative weights, found through a table of first guesses. */
function zipfSampler(n: number, seed: number): () => number {
  const cumulative = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i += 1) {
    total += 1 / (i + 1);
    cumulative[i] = total;
  }
  const guesses = new Int32Array(65_537);
  for (let cell = 0, i = 0; cell < 65_536; cell += 1) {
    while ((cumulative[i] ?? total) < (total * cell) / 65_536) {
      i += 1;
    }
    guesses[cell] = i;
  }
  let state = seed >>> 0 || 1;
  return () => {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const uniform = (state >>> 0) / 4_294_967_296;
    let i = guesses[Math.floor(uniform * 65_536)] ?? 0;
    while ((cumulative[i] ?? total) < uniform * total) {
      i += 1;
    }
    return i;
  };
}
