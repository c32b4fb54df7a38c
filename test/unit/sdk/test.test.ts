import { expect, it } from "vitest";
import { csv, jsonl, test } from "../../../src/sdk/test.ts";

it.each([
  { rows: [], columns: ["a", "b"], text: "a,b\n" },
  { rows: [{ a: 1, b: null }, { a: 2.5 }], columns: undefined, text: "a,b\n1,\n2.5,\n" },
  { rows: [{ a: 1 }, { b: true }], columns: undefined, text: "a,b\n1,\n,true\n" },
  { rows: [{ a: 'x,"y"', b: "" }], columns: undefined, text: 'a,b\n"x,""y""",""\n' },
  { rows: [{ "a b": "1\n2" }], columns: undefined, text: 'a b\n"1\n2"\n' },
])("writes $rows as CSV", ({ rows, columns, text }) => {
  expect(csv(rows, columns)).toBe(text);
});

it("writes rows as JSON lines", () => {
  expect(jsonl([{ a: 1 }, "b\n", null])).toBe('{"a":1}\n"b\\n"\nnull\n');
});

it("declares no test outside `flow test`", () => {
  expect(() => test("a", () => {})).toThrow("tests of workflows are run by `flow test`");
});
