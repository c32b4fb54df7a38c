import fc from "fast-check";
import { expect, it } from "vitest";
import { unifiedDiff } from "../../../src/cli/unified-diff.ts";

it("is empty for equal texts", () => {
  expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
});

it.each([
  ["one line for another", "a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"],
  ["a line into an empty text", "", "a\n", "@@ -0,0 +1,1 @@\n+a\n"],
  ["all lines out", "a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n"],
  ["a line end at the end", "a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n"],
  [
    "changes far apart",
    "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
    "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
    "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n",
  ],
])("shows %s", (_, before, after, hunks) => {
  expect(unifiedDiff("f", before, after)).toBe(`--- f\n+++ f\n${hunks}`);
});

const text = fc
  .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 30 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

it("turns the first text into the second when it is applied", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyDiff(before, unifiedDiff("f", before, after))).toBe(after);
    }),
    { seed: 20261124, numRuns: 500 },
  );
});

it("copes with texts that have nothing in common", () => {
  const lines = (word: string): string =>
    Array.from({ length: 3_000 }, (_, i) => `${word}${i}\n`).join("");
  const [before, after] = [lines("a"), lines("b")];
  expect(applyDiff(before, unifiedDiff("f", before, after))).toBe(after);
});

/** As `patch` does it, for texts whose every line has its end. */
function applyDiff(before: string, diff: string): string {
  const source = before.split("\n").slice(0, -1);
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split("\n").slice(2, -1)) {
    const header = /^@@ -(\d+),(\d+) /.exec(line);
    if (header !== null) {
      const start = Number(header[1]) - (header[2] === "0" ? 0 : 1);
      result.push(...source.slice(at, start));
      at = start;
    } else if (line.startsWith("+")) {
      result.push(line.slice(1));
    } else {
      expect(source[at]).toBe(line.slice(1));
      at += 1;
      result.push(...(line.startsWith(" ") ? [line.slice(1)] : []));
    }
  }
  return [...result, ...source.slice(at)].map((line) => `${line}\n`).join("");
}
