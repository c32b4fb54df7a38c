import type { Settle, Spread } from "./pagerank.types.ts";

/** A page hands its rank on in equal parts, and votes nothing for itself, so that it stays where nobody links to it. */
export const spread: Spread = function* (url, pages, ranks) {
  let rank = 0;
  for (const ranked of ranks) {
    rank += ranked.rank;
  }
  for (const { links } of pages) {
    yield { url, rank: 0 };
    for (const link of links) {
      yield { url: link, rank: rank / links.length };
    }
  }
};

export const settle: Settle = (url, votes, damping) => {
  let sum = 0;
  for (const { rank } of votes) {
    sum += rank;
  }
  return { url, rank: 1 - damping + damping * sum };
};
