import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "../../../src/shared/canonical-json.ts";
import type { Json } from "../../../src/shared/json.ts";
import {
  compareBy,
  compareNumbers,
  compareStrings,
  compareValues,
  valueAt,
} from "../../../src/shared/order.ts";

/** Near the borders where UTF-16 and UTF-8 disagree. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("a", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{1f600}", "\u{10ffff}"),
      fc.string({ unit: "binary", maxLength: 2 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<Json>(null, true, false, Number.NaN, 0, 1, -1, Infinity, -Infinity),
    text,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
  ),
})).value;

const same = { seed: 31, numRuns: 2000 };

it("orders strings as their UTF-8 bytes", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    same,
  );
});

it("orders numbers by size, NaN last, -0 as 0", () => {
  const sorted = [Number.NaN, 3, -Infinity, Infinity, 0, -1].sort(compareNumbers);
  expect(sorted).toEqual([-Infinity, -1, 0, 3, Infinity, Number.NaN]);
  expect(compareNumbers(-0, 0)).toBe(0);
  expect(compareNumbers(Number.NaN, Number.NaN)).toBe(0);
});

it("orders kinds: null, bools, numbers, strings, lists, records", () => {
  const ascending: Json[] = [null, false, true, -1, Number.NaN, "", "a", [], [null], {}, { a: 1 }];
  expect(ascending.toReversed().sort(compareValues)).toEqual(ascending);
});

it("is a total order: antisymmetric, transitive, and 0 only for what is written alike", () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const ab = Math.sign(compareValues(a, b));
      expect(Math.sign(compareValues(b, a)) + ab).toBe(0);
      expect(ab === 0).toBe(canonicalJson(a) === canonicalJson(b) && typeof a === typeof b);
      if (ab <= 0 && compareValues(b, c) <= 0) {
        expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    same,
  );
});

it("compares by keys in turn, each in its direction", () => {
  const order = compareBy([
    { path: ["n"], descending: true },
    { path: ["r", "w"], descending: false },
  ]);
  const rows: Json[] = [
    { n: 1, r: null },
    { n: 2, r: { w: "b" } },
    { n: 2, r: null },
    { n: 2, r: { w: "a" } },
  ];
  expect(rows.sort(order)).toEqual([
    { n: 2, r: null },
    { n: 2, r: { w: "a" } },
    { n: 2, r: { w: "b" } },
    { n: 1, r: null },
  ]);
});

it("compares elements themselves without keys and with an empty path", () => {
  expect([2, 1].sort(compareBy([]))).toEqual([1, 2]);
  expect([1, 2].sort(compareBy([{ path: [], descending: true }]))).toEqual([2, 1]);
});

it.each<[Json, readonly string[], Json]>([
  [{ a: { b: 1 } }, ["a", "b"], 1],
  [{ a: null }, ["a", "b"], null],
  [{}, ["a"], null],
  [5, [], 5],
])("finds in %j at %j the value %j", (value, path, found) => {
  expect(valueAt(value, path)).toEqual(found);
});
