import fc from "fast-check";
import { expect, it } from "vitest";
import { unifiedDiff } from "../../../src/shared/unified-diff.ts";

const path = "w.flow";

it("is empty for equal texts", () => {
  expect(unifiedDiff(path, "a\nb\n", "a\nb\n")).toBe("");
});

it("shows three lines around a change", () => {
  const lines = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const before = `${lines.join("\n")}\n`;
  expect(unifiedDiff(path, before, before.replace("5", "five"))).toBe(
    "--- w.flow\n+++ w.flow\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
  );
});

it("keeps changes apart whose context does not touch", () => {
  const lines = Array.from({ length: 20 }, (_, index) => `${index}\n`);
  const after = lines.with(2, "two\n").with(15, "fifteen\n");
  const diff = unifiedDiff(path, lines.join(""), after.join(""));
  expect(diff.match(/^@@.*@@$/gm)).toEqual(["@@ -1,6 +1,6 @@", "@@ -13,7 +13,7 @@"]);
});

it("says where a text ends without a line end", () => {
  expect(unifiedDiff(path, "a\nb", "a\nb\n")).toBe(
    "--- w.flow\n+++ w.flow\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
  );
});

it("counts the lines of an empty text as diff does", () => {
  expect(unifiedDiff(path, "", "a\n")).toBe("--- w.flow\n+++ w.flow\n@@ -0,0 +1,1 @@\n+a\n");
  expect(unifiedDiff(path, "a\n", "")).toBe("--- w.flow\n+++ w.flow\n@@ -1,1 +0,0 @@\n-a\n");
});

const text = fc
  .tuple(
    fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\n", "a\r\n"), { maxLength: 24 }),
    fc.boolean(),
  )
  .map(([lines, isOpen]) => lines.join("") + (isOpen ? "z" : ""));

it("gives a patch that makes the second text of the first, and the first of the second", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff(path, before, after);
      expect(apply(before, diff, "-", "+")).toBe(after);
      expect(apply(after, diff, "+", "-")).toBe(before);
    }),
    { seed: 86, numRuns: 2000 },
  );
});

it("changes as few lines as can be", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff(path, before, after).split("\n").slice(2);
      const changes = diff.filter((line) => /^[-+]/.test(line)).length;
      const [a, b] = [splitLines(before), splitLines(after)];
      expect(changes).toBe(a.length + b.length - 2 * longestCommon(a, b));
    }),
    { seed: 86, numRuns: 1000 },
  );
});

it("compares long texts that have nothing in common", () => {
  const before = Array.from({ length: 4000 }, (_, index) => `${index}\r\n`).join("");
  const diff = unifiedDiff(path, before, before.replaceAll("\r\n", "\n"));
  expect(diff.split("\n")[2]).toBe("@@ -1,4000 +1,4000 @@");
});

/** What patch(1) does, without looking for moved context. */
function apply(text_: string, diff: string, removed: string, added: string): string {
  const lines = splitLines(text_);
  const result: string[] = [];
  let at = 0;
  const entries = splitLines(diff.replaceAll("\n\\ No newline at end of file\n", "\u0000\n")).slice(
    2,
  );
  for (const entry of entries) {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(entry.trimEnd());
    if (header !== null) {
      const [start, count] = removed === "-" ? [header[1], header[2]] : [header[3], header[4]];
      const from = Number(start) - (Number(count) === 0 ? 0 : 1);
      result.push(...lines.slice(at, from));
      at = from;
      continue;
    }
    const line = entry.slice(1).replace("\u0000\n", "");
    if (entry[0] === added) {
      result.push(line);
    } else {
      expect(lines[at]).toBe(line);
      at++;
      if (entry[0] !== removed) {
        result.push(line);
      }
    }
  }
  return [...result, ...lines.slice(at)].join("");
}

function splitLines(text_: string): readonly string[] {
  return text_.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      const skip = Math.max(row[index + 1] ?? 0, next[index] ?? 0);
      next.push(line === other ? (row[index] ?? 0) + 1 : skip);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
