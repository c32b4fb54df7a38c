import { expect, it } from "vitest";
import { compareText, readFolder, tally, wordsOf } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

function countRuns(length: number, least: number) {
  const runs = readFolder("texts").flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const words = wordsOf(line);
      return words
        .map((_, start) => words.slice(start, start + length))
        .filter((run) => run.length === length)
        .map((run) => run.join(" "));
    }),
  );
  return Array.from(tally(runs), ([words, n]) => ({ words, n }))
    .filter(({ n }) => n >= least)
    .toSorted((a, b) => b.n - a.n || compareText(a.words, b.words));
}

it.each([
  { length: 1, least: 3 },
  { length: 2, least: 2 },
  { length: 3, least: 1 },
])("counts runs of $length words", async ({ length, least }) => {
  const { rows } = await runExample("ngrams", `length=${length}`, `least=${least}`);
  expect(rows).toEqual(countRuns(length, least));
});
