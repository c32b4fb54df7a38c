import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { compareText, readFolder, tally, wordsOf } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

const docs = resolve(import.meta.dirname, "../../docs");

function countWords(lines: readonly string[]) {
  return Array.from(tally(lines.flatMap(wordsOf)), ([word, n]) => ({ word, n })).toSorted(
    (a, b) => b.n - a.n || compareText(a.word, b.word),
  );
}

it("counts the words of the project's own documentation", async () => {
  const lines = readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => readFileSync(join(docs, path), "utf8").split("\n"));
  const { rows } = await runExample("wordcount");
  expect(rows).toEqual(countWords(lines));
});

it("counts the same words however the text is split", async () => {
  const lines = readFolder("texts").flatMap((file) => file.lines);
  const input = `input=${resolve(docs, "../workflows/data/texts")}`;
  const { rows } = await runExample("wordcount", input, "mappers=13", "reducers=3");
  expect(rows).toEqual(countWords(lines));
});
