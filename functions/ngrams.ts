import type { FindNgrams, Total } from "./ngrams.types.ts";

const WORD = /[\p{L}\p{N}]+/gu;

export const findNgrams: FindNgrams = function* (chunk, length) {
  for (const line of chunk.lines()) {
    const words = line.toLowerCase().match(WORD) ?? [];
    for (let end = length; end <= words.length; end++) {
      yield { words: words.slice(end - length, end).join(" "), n: 1 };
    }
  }
};

export const total: Total = (words, ngrams) => {
  let n = 0;
  for (const ngram of ngrams) {
    n += ngram.n;
  }
  return { words, n };
};
