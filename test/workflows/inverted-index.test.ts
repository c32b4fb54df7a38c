import { expect, it } from "vitest";
import { compareText, readFolder, tally, wordsOf } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

it("finds the documents of every word", async () => {
  const counts = readFolder("texts").map(({ name, lines }) => ({
    name,
    words: tally(lines.flatMap(wordsOf)),
  }));
  const words = new Set(counts.flatMap((document) => [...document.words.keys()]));
  const expected = Array.from(words, (word) => {
    const holders = counts.filter((document) => document.words.has(word));
    const n = holders.reduce((sum, document) => sum + (document.words.get(word) ?? 0), 0);
    return { word, documents: holders.map(({ name }) => name), n };
  }).toSorted((a, b) => compareText(a.word, b.word));
  const { rows } = await runExample("inverted-index", "reducers=1");
  expect(rows).toEqual(expected);
});

it("gives the same entries from any number of reducers", async () => {
  const { rows: one } = await runExample("inverted-index", "reducers=1");
  const { rows: many } = await runExample("inverted-index", "reducers=7");
  expect(many).toHaveLength(one.length);
  expect(many).toEqual(expect.arrayContaining([...one]));
});
