import { expect, it } from "vitest";
import { readLines } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

interface Page {
  readonly url: string;
  readonly links: readonly string[];
}

/** The fixed point, by far more rounds than it takes. */
function rankPages(pages: readonly Page[], damping: number): ReadonlyMap<string, number> {
  let ranks = new Map(pages.map(({ url }) => [url, 1]));
  for (let round = 0; round < 500; round++) {
    const next = new Map(pages.map(({ url }) => [url, 1 - damping]));
    for (const { url, links } of pages) {
      for (const link of links) {
        const vote = (damping * (ranks.get(url) ?? 0)) / links.length;
        next.set(link, (next.get(link) ?? 0) + vote);
      }
    }
    ranks = next;
  }
  return ranks;
}

it.each([0.85, 0.5])(
  "comes to the ranks that no round changes, with damping %f",
  async (damping) => {
    const pages = readLines("pages.jsonl").map((line) => JSON.parse(line) as Page);
    const expected = Array.from(rankPages(pages, damping), ([url, rank]) => ({
      url,
      rank: expect.closeTo(rank, 3) as unknown,
    }));
    const { rows } = await runExample("pagerank", "n=3", `damping=${damping}`);
    expect(rows).toHaveLength(pages.length);
    expect(rows).toEqual(expect.arrayContaining(expected));
  },
);
