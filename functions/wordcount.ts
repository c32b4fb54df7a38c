import type { Tokenize, Total } from "./wordcount.types.ts";

/** A word is a maximal run of Unicode letters and digits. */
const WORD = /[\p{L}\p{N}]+/gu;

export const tokenize: Tokenize = function* (chunk) {
  for (const line of chunk.lines()) {
    for (const word of line.toLowerCase().match(WORD) ?? []) {
      yield { word, n: 1 };
    }
  }
};

export const total: Total = (word, counts) => {
  let n = 0;
  for (const count of counts) {
    n += count.n;
  }
  return { word, n };
};
