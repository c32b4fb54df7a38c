import { expect, it } from "vitest";
import { readFolder } from "../support/example-data.ts";
import { runExample } from "../support/run-example.ts";

function findLines(found: (line: string) => boolean) {
  return readFolder("texts").flatMap(({ name, lines }) =>
    lines
      .map((text, index) => ({ file: name, line: index + 1, text }))
      .filter(({ text }) => found(text)),
  );
}

it("finds lines, numbers them, and counts them by file", async () => {
  const expected = findLines((line) => line.includes("wall"));
  const { datasets } = await runExample("grep", "pattern=wall");
  expect(datasets["matches"]).toEqual(expected);
  const files = [...new Set(expected.map(({ file }) => file))];
  const counts = files.map((file) => ({
    file,
    lines: expected.filter((match) => match.file === file).length,
  }));
  expect(datasets["files"]).toHaveLength(counts.length);
  expect(datasets["files"]).toEqual(expect.arrayContaining(counts));
});

it("ignores case where asked to", async () => {
  const expected = findLines((line) => /^nobody/i.test(line));
  expect(expected).not.toEqual([]);
  const { datasets } = await runExample("grep", "pattern=^nobody", "ignoreCase=true");
  expect(datasets["matches"]).toEqual(expected);
});

it("finds nothing where nothing is", async () => {
  const { datasets } = await runExample("grep", "pattern=volcano");
  expect(datasets).toEqual({ matches: [], files: [] });
});
