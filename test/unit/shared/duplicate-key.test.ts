import fc from "fast-check";
import { expect, it } from "vitest";
import { findDuplicateKey } from "../../../src/shared/duplicate-key.ts";

it.each([
  { text: '{ "a": 1, "a": 2 }', key: "a", firstLine: 1, line: 1 },
  { text: '{\n  "a": 1,\n  "b": 2,\n  "a": 3\n}', key: "a", firstLine: 2, line: 4 },
  { text: '{\r\n"a"\r\n:\r\n1,\r\n"a":2}', key: "a", firstLine: 2, line: 5 },
  {
    text: '[{ "x": { "a": 1 } },\n{ "x": { "a": 1, "\\u0061": 2 } }]',
    key: "a",
    firstLine: 2,
    line: 2,
  },
  { text: '{ "a": { "a": [{ "a": 1 }] }, "": 0,\n"": 1 }', key: "", firstLine: 1, line: 2 },
  { text: '{ "\\"": 1,\n\n"\\"": 2 }', key: '"', firstLine: 1, line: 3 },
])("finds the second $key of $text", ({ text, ...expected }) => {
  expect(findDuplicateKey(text)).toEqual(expected);
});

it.each([
  "7",
  '"a"',
  '["a", "a"]',
  '{ "a": "a", "b": "a:" }',
  '[{ "a": 1 }, { "a": 2 }]',
  '{ "a": { "a": 1 }, "b": { "a": 1 } }',
  '{ "a": "{ \\"a\\": 1, \\"a\\": 2 }" }',
  '{ "__proto__": 1, "constructor": 2, "A": 3, "a": 4 }',
])("finds none in %s", (text) => {
  expect(findDuplicateKey(text)).toBeUndefined();
});

it("finds none in what JSON.stringify writes, and one in an object with a field written again", () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, key) => {
      expect(findDuplicateKey(json)).toBeUndefined();
      const name = JSON.stringify(key);
      expect(findDuplicateKey(`[${json}, { ${name}: ${json},\n${name}: ${json} }]`)).toEqual({
        key,
        firstLine: 1,
        line: 2,
      });
    }),
    { seed: 20_260_101 },
  );
});
