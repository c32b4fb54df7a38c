import type { Collect, FindWords } from "./inverted-index.types.ts";

const WORD = /[\p{L}\p{N}]+/gu;

export const findWords: FindWords = function* (document) {
  const counts = new Map<string, number>();
  for (const line of document.text().lines()) {
    for (const word of line.toLowerCase().match(WORD) ?? []) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  for (const [word, n] of counts) {
    yield { word, document: document.name, n };
  }
};

/** The postings come in the order of their documents. */
export const collect: Collect = (word, postings) => {
  const documents: string[] = [];
  let n = 0;
  for (const posting of postings) {
    documents.push(posting.document);
    n += posting.n;
  }
  return { word, documents, n };
};
