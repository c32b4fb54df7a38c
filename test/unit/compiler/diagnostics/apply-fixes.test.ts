import { expect, it } from "vitest";
import { applyEdits, applyFixes } from "../../../../src/compiler/diagnostics/apply-fixes.ts";
import type { Diagnostic, Fix, TextEdit } from "../../../../src/compiler/diagnostics/diagnostic.ts";
import { createDiagnostic } from "../../../../src/compiler/diagnostics/report.ts";

const edit = (start: number, end: number, newText: string, file = "a.flow"): TextEdit => ({
  span: { file, start, end },
  newText,
});
const withFixes = (...fixes: readonly Fix[]): Diagnostic =>
  createDiagnostic("FLOW2001", { file: "a.flow", start: 0, end: 1 }, { name: "x" }, { fixes });
const fix = (...edits: readonly TextEdit[]): Fix => ({ title: "t", applicability: "safe", edits });
const suggestion = (edits: TextEdit): Fix => ({
  title: "t",
  applicability: "suggested",
  edits: [edits],
});

it.each<[string, readonly Fix[], string]>([
  ["nothing without fixes", [], "abcdef"],
  ["no suggestion", [suggestion(edit(1, 3, "X"))], "abcdef"],
  ["a replacement", [fix(edit(1, 3, "X"))], "aXdef"],
  ["several, in any order", [fix(edit(4, 5, "Y")), fix(edit(0, 1, "X"))], "XbcdYf"],
  ["edits of one fix, in any order", [fix(edit(5, 6, ""), edit(0, 0, ">"))], ">abcde"],
  ["neighbours", [fix(edit(0, 2, "1")), fix(edit(2, 4, "2"))], "12ef"],
  ["the first of two that overlap", [fix(edit(0, 3, "1")), fix(edit(2, 4, "2"))], "1def"],
  [
    "the first of two insertions at one place",
    [fix(edit(2, 2, "1")), fix(edit(2, 2, "2"))],
    "ab1cdef",
  ],
  [
    "all of a fix or nothing",
    [fix(edit(0, 1, "1")), fix(edit(3, 4, "2"), edit(0, 1, "3"))],
    "1bcdef",
  ],
  ["nothing in another file", [fix(edit(0, 1, "1"), edit(0, 1, "2", "b.flow"))], "abcdef"],
  ["nothing past the end", [fix(edit(5, 9, "1"))], "abcdef"],
  ["an insertion at the end", [fix(edit(6, 6, "!"))], "abcdef!"],
])("applies %s", (_, fixes, expected) => {
  const diagnostics = fixes.map((one) => withFixes(one));
  expect(applyFixes("a.flow", "abcdef", diagnostics).text).toBe(expected);
});

it("applies the first safe fix a diagnostic offers, and says which it applied", () => {
  const [first, second] = [fix(edit(0, 1, "1")), fix(edit(2, 3, "2"))];
  expect(
    applyFixes("a.flow", "abc", [withFixes(suggestion(edit(1, 2, "3")), first, second)]),
  ).toEqual({
    text: "1bc",
    applied: [first],
  });
});

it("inserts and deletes in one pass", () => {
  expect(applyEdits("one two", [edit(4, 7, "2"), edit(0, 3, "1"), edit(3, 3, ",")])).toBe("1, 2");
});
