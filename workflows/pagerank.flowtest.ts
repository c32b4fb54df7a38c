import { deepEqual, equal, ok } from "node:assert/strict";
import { files, jsonl, test } from "flow-lang/test";
import type { Rank } from "../functions/pagerank.types.ts";

const ring = ["a", "b", "c"].map((url, index, all) => ({
  url,
  links: [all[(index + 1) % all.length]],
}));

test("ranks the pages of a ring equal, in one round", async (t) => {
  const run = await t.run<readonly Rank[]>({ pages: files({ "p.jsonl": jsonl(ring) }), n: 2 });
  deepEqual(run.result.map(({ url, rank }) => `${url} ${rank}`).toSorted(), ["a 1", "b 1", "c 1"]);
  equal(run.step("graph").recordsOut, 3);
});

test("ranks the page highest to which all link", async (t) => {
  const star = [
    { url: "hub", links: ["x"] },
    { url: "x", links: ["hub"] },
    { url: "y", links: ["hub"] },
  ];
  const { result } = await t.run<readonly Rank[]>({
    pages: files({ "p.jsonl": jsonl(star) }),
    n: 1,
  });
  const rankOf = (page: string): number => result.find(({ url }) => url === page)?.rank ?? 0;
  ok(rankOf("hub") > rankOf("x") && rankOf("x") > rankOf("y"));
});
