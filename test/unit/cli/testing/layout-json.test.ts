import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutJson } from "../../../../src/cli/testing/layout-json.ts";
import type { Json } from "../../../../src/shared/json.ts";

it.each([
  { value: [], text: "[]" },
  { value: "a\n", text: '"a\\n"' },
  { value: [1, 2], text: "[\n  1,\n  2\n]" },
  { value: { a: [1, 2], b: {} }, text: '{\n  "a": [1, 2],\n  "b": {}\n}' },
  { value: { rows: [{ n: 1 }] }, text: '{\n  "rows": [{ "n": 1 }]\n}' },
  {
    value: { rows: [{ n: 1 }, { n: 2 }] },
    text: '{\n  "rows": [\n    { "n": 1 },\n    { "n": 2 }\n  ]\n}',
  },
] satisfies readonly { value: Json; text: string }[])("lays out $value", ({ value, text }) => {
  expect(layoutJson(value)).toBe(text);
});

it("breaks what does not fit into a line", () => {
  const long = "x".repeat(60);
  expect(layoutJson([[long, long]])).toBe(`[\n  [\n    "${long}",\n    "${long}"\n  ]\n]`);
});

it("writes JSON of the same value, with no line wider than need be", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(JSON.parse(layoutJson(json))).toEqual(json);
    }),
    { seed: 7 },
  );
});
