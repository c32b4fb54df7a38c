import fc from "fast-check";
import { expect, it } from "vitest";
import { editDistance, suggest } from "../../../../src/compiler/diagnostics/edit-distance.ts";

it.each([
  ["", "", 0],
  ["abc", "abc", 0],
  ["abc", "", 3],
  ["fecth", "fetch", 0.75],
  ["kitten", "sitting", 3],
  ["Input", "input", 0.5],
  ["INPUT", "input", 2.5],
  ["ca", "abc", 3],
  ["ab", "ba", 0.75],
])("from %j to %j it is %d", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "A"), maxLength: 8 });

it("is symmetric, zero for equal words alone, and no more than the longer one", () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
    { seed: 1 },
  );
});

it("gives the same with a limit, as far as the limit goes", () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 5 }), (a, b, limit) => {
      const distance = editDistance(a, b);
      expect(editDistance(a, b, limit)).toBe(
        distance <= limit ? distance : Number.POSITIVE_INFINITY,
      );
    }),
    { seed: 2 },
  );
});

it.each([
  ["fecth", ["fetch", "batch"], "fetch"],
  ["recieve", ["relieve", "receive"], "receive"],
  ["bat", ["cat", "hat"], "cat"],
  ["Input", ["output", "input"], "input"],
  ["cuont", ["count", "mount"], "count"],
  ["coutn", ["count", "coupon"], "count"],
  ["a", ["b", "A"], "A"],
  ["x", ["y"], undefined],
  ["tokenize", ["total", "reduce"], undefined],
  ["mappers", [], undefined],
  ["", ["a"], undefined],
  ["tabel", ["table", "label"], "table"],
  ["lable", ["label", "lable"], "label"],
])("for %j among %j suggests %j", (name, candidates, expected) => {
  expect(suggest(name, candidates)).toBe(expected);
});
