import { expect, it } from "vitest";
import { jsonOf } from "../../../../src/cli/testing/json-of.ts";

it.each([
  { value: [Number.NaN, -0, Number.POSITIVE_INFINITY], json: ["NaN", 0, "Infinity"] },
  { value: { a: undefined, b: () => 1, c: null }, json: { c: null } },
  { value: { bytes: new Uint8Array([1, 255]) }, json: { bytes: { base64: "Af8=" } } },
  { value: new Map([["k", [true]]]), json: { k: [true] } },
  { value: "\ud800", json: "\ufffd" },
])("makes JSON of $value", ({ value, json }) => {
  expect(jsonOf(value)).toEqual(json);
});

it.each([undefined, () => 1, 1n, Symbol("s"), [undefined]])("has none of %s", (value) => {
  expect(() => jsonOf(value)).toThrow(TypeError);
});
