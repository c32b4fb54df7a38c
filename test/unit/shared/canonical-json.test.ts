import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, canonicalJsonSize } from "../../../src/shared/canonical-json.ts";
import type { Json } from "../../../src/shared/json.ts";

const values: fc.Arbitrary<Json> = fc
  .jsonValue({ stringUnit: "binary", maxDepth: 4 })
  .map((value) => value as Json);

/** With what JSON has no numbers for, and halves of surrogate pairs. */
const unusual: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.double(),
    fc.constantFrom<Json>("\ud800", "a\udc00b", "\ud83d\ude00", "null", "\\ud800", null, -0),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "\ud800", "null", "__proto__"), tie("value")),
  ),
})).value;

it.each<[Json, string]>([
  [{ b: 1, a: [true, null, "x"] }, '{"b":1,"a":[true,null,"x"]}'],
  [[-0, 1e21, 1e-7, 0.1, 5e-324], "[0,1e+21,1e-7,0.1,5e-324]"],
  [[Number.NaN, Number.POSITIVE_INFINITY, -Infinity], '["NaN","Infinity","-Infinity"]'],
  [Number.NaN, '"NaN"'],
  ["\ud800", '"\ufffd"'],
  [{ "\udc00": "a\ud83d" }, '{"\ufffd":"a\ufffd"}'],
  ["\ud83d\ude00", '"\ud83d\ude00"'],
  ['\b\t\n\f\r\u0001\u001f"\\/\u007f\u2028', '"\\b\\t\\n\\f\\r\\u0001\\u001f\\"\\\\/\u007f\u2028"'],
  ["\\ud800", '"\\\\ud800"'],
  [["null", "a null b"], '["null","a null b"]'],
  [[], "[]"],
  [{}, "{}"],
  [JSON.parse('{"__proto__":null}') as Json, '{"__proto__":null}'],
])("writes %j as %s", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

it("reads back as the same value", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)) as Json)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 21 },
  );
});

it("is well-formed text and counts its bytes, whatever the value", () => {
  fc.assert(
    fc.property(unusual, (value) => {
      const text = canonicalJson(value);
      expect(text.isWellFormed()).toBe(true);
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
      expect(canonicalJsonSize(value)).toBe(Buffer.byteLength(text));
    }),
    { seed: 22, numRuns: 500 },
  );
});

it("stops counting past the limit, and only then", () => {
  fc.assert(
    fc.property(unusual, fc.nat(60), (value, limit) => {
      const size = Buffer.byteLength(canonicalJson(value));
      expect(canonicalJsonSize(value, limit) > limit).toBe(size > limit);
    }),
    { seed: 23, numRuns: 500 },
  );
});

it("counts a value that refers to itself many times no further than the limit", () => {
  let value: Json = ["x"];
  for (let i = 0; i < 60; i++) {
    value = [value, value];
  }
  expect(canonicalJsonSize(value, 1000)).toBeGreaterThan(1000);
});
