import { expect, it } from "vitest";
import { applyFixes } from "../../../../src/compiler/diagnostics/apply-fixes.ts";
import { checkText, MAIN } from "../../../support/check-text.ts";
import { chooseSuggestions } from "../../../support/choose-suggestions.ts";

const row = "type Row = { id: int, name: string }\n";
const score = 'function score(row: Row, weight: float) -> float from "./f.ts"\n';

/** Before and after the fix of what is found; the second must be free of findings. */
const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    "interpolates",
    'workflow main(a: string, n: int) -> string {\n  return "<" + a\n}\n',
    'workflow main(a: string, n: int) -> string {\n  return "<${a}"\n}\n',
  ],
  [
    "falls back where null is in the way of an operator",
    "workflow main(n: int?) -> int {\n  return n + 1\n}\n",
    "workflow main(n: int?) -> int {\n  return (n ?? 0) + 1\n}\n",
  ],
  [
    "falls back where null is in the way of a result",
    "workflow main(n: int?) -> int {\n  return n\n}\n",
    "workflow main(n: int?) -> int {\n  return n ?? 0\n}\n",
  ],
  [
    "makes a whole number of a float",
    "workflow main(a: float) -> int {\n  return a * 2.0\n}\n",
    "workflow main(a: float) -> int {\n  return round(a * 2.0)\n}\n",
  ],
  [
    "takes the quotes off a number",
    'workflow main(n: int = "8") -> int {\n  return n\n}\n',
    "workflow main(n: int = 8) -> int {\n  return n\n}\n",
  ],
  [
    "adds a field that may be null",
    "type R = { id: int, why: string? }\nworkflow main(n: int) -> R {\n  return { id: n }\n}\n",
    "type R = { id: int, why: string? }\nworkflow main(n: int) -> R {\n  return { id: n, why: null }\n}\n",
  ],
  [
    "names a fixed parameter",
    `${row}${score}workflow main(rows: dataset<Row>, weight: float) -> dataset<float> {\n  return map score(weight) over rows\n}\n`,
    `${row}${score}workflow main(rows: dataset<Row>, weight: float) -> dataset<float> {\n  return map score(weight: weight) over rows\n}\n`,
  ],
  [
    "writes a `for` with calls as a `map`",
    `${row}${score}workflow main(rows: dataset<Row>, w: float) -> dataset<float> {\n  return for r in rows { score(r, w * 2.0) }\n}\n`,
    `${row}${score}workflow main(rows: dataset<Row>, w: float) -> dataset<float> {\n  return (map score(weight: w * 2.0) over rows)\n}\n`,
  ],
  [
    "writes `?.`",
    `${row}workflow main(r: Row?) -> int? {\n  return r.id\n}\n`,
    `${row}workflow main(r: Row?) -> int? {\n  return r?.id\n}\n`,
  ],
  [
    "runs a function without result for its effect",
    'function send(n: int) from "./f.ts" { effect }\nworkflow main(n: int) {\n  sent = send(n)\n  assert sent == 1, "sent"\n}\n',
    'function send(n: int) from "./f.ts" { effect }\nworkflow main(n: int) {\n  do send(n)\n  assert sent == 1, "sent"\n}\n',
  ],
  [
    "removes a step with its line",
    "workflow main(n: int) -> int {\n  twice = 2 * n\n  return n\n}\n",
    "workflow main(n: int) -> int {\n  return n\n}\n",
  ],
  [
    "makes one `if` of an early return and the last one",
    "workflow main(n: int) -> int {\n  if n > 0 {\n    return 1\n  }\n  return n * 2\n}\n",
    "workflow main(n: int) -> int {\n  return if n > 0 {\n    1\n  } else { n * 2 }\n}\n",
  ],
  [
    "returns what an `if` gives in place of returning from its arms",
    "workflow main(n: int) -> int {\n  if n > 0 { return 1 } else { return 2 }\n}\n",
    "workflow main(n: int) -> int {\n  return if n > 0 { 1 } else { 2 }\n}\n",
  ],
  [
    "puts a step in parentheses",
    "workflow main(xs: int[]) -> int[] {\n  return [sort xs, [1]][0]\n}\n",
    "workflow main(xs: int[]) -> int[] {\n  return [(sort xs), [1]][0]\n}\n",
  ],
  [
    "puts a step in parentheses, with all that may be its",
    "workflow main(xs: { a: int, b: int }[]) -> int {\n  return len(sort xs by a, b)\n}\n",
    "workflow main(xs: { a: int, b: int }[]) -> int {\n  return len((sort xs by a, b))\n}\n",
  ],
  [
    "corrects a name",
    "workflow main(count1: int) -> int {\n  return coutn1\n}\n",
    "workflow main(count1: int) -> int {\n  return count1\n}\n",
  ],
  [
    "corrects the case of a name",
    "workflow main(rowCount: int) -> int {\n  return row_count\n}\n",
    "workflow main(rowCount: int) -> int {\n  return rowCount\n}\n",
  ],
  [
    "knows what other languages call a type",
    "workflow main(n: Integer) -> int {\n  return n\n}\n",
    "workflow main(n: int) -> int {\n  return n\n}\n",
  ],
];

it.each(cases)("%s", (_, before, after) => {
  const diagnostics = chooseSuggestions(checkText(before).diagnostics);
  expect(applyFixes(MAIN, before, diagnostics).text).toBe(after);
});

/** What `--fix` does by itself keeps what was written, or makes of it what alone can have been meant. */
const byThemselves = new Set([
  "interpolates",
  "takes the quotes off a number",
  "names a fixed parameter",
  "writes a `for` with calls as a `map`",
  "runs a function without result for its effect",
  "knows what other languages call a type",
  "puts a step in parentheses",
  "corrects the case of a name",
]);

it.each(cases)("%s, by itself or when asked to", (what, before, after) => {
  const fixed = applyFixes(MAIN, before, checkText(before).diagnostics).text;
  expect(fixed).toBe(byThemselves.has(what) ? after : before);
});

it.each(cases.filter(([, , after]) => !after.includes("sent == 1")))(
  "%s, and leaves nothing to report",
  (_, __, after) => {
    expect(checkText(after).diagnostics).toEqual([]);
  },
);
