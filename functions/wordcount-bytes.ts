import { countTokens, type TokenRules } from "flow-lang";
import type { CountWords } from "./wordcount-bytes.types.ts";

const isWord = (byte: number): boolean => /[0-9a-z]/i.test(String.fromCharCode(byte));
const lower = (byte: number): number => String.fromCharCode(byte).toLowerCase().charCodeAt(0);

/** The words of `wordcount.ts`. */
const WORDS: TokenRules = {
  bytes: Uint8Array.from({ length: 128 }, (_, byte) => (isWord(byte) ? lower(byte) : 0)),
  tokens: (line) => line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
};

export const countWords: CountWords = function* (chunk) {
  for (const [word, n] of countTokens(chunk, WORDS)) {
    yield { word, n };
  }
};
