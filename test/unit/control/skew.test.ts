import { expect, it } from "vitest";
import type { HeavyKey, ProducerRuns } from "../../../src/compiler/ir/value.ts";
import { skewFactor, skewOf } from "../../../src/control/skew.ts";

function runs(sizes: readonly number[], heavy?: readonly HeavyKey[]): ProducerRuns {
  const offsets = [0];
  for (const size of sizes) {
    offsets.push((offsets.at(-1) ?? 0) + 10 * size);
  }
  return { key: "k", offsets, records: sizes, checksums: [], ...(heavy && { heavy }) };
}

it("compares the largest partition with the median, over all producers", () => {
  const skew = skewOf([runs([1, 90, 2]), runs([9, 10, 8])], 3);
  expect(skew).toEqual({
    largest: { partition: 1, records: 100, bytes: 1000 },
    medianBytes: 100,
    records: 120,
    heavy: [],
  });
  expect(skew === null ? 0 : skewFactor(skew)).toBe(10);
});

it("adds up the heavy keys of producers, and names those with a hundredth of all rows", () => {
  const skew = skewOf(
    [
      runs(
        [600, 400],
        [
          { key: "the", records: 300 },
          { key: { a: 1 }, records: 15 },
        ],
      ),
      runs(
        [600, 400],
        [
          { key: "the", records: 200 },
          { key: "rare", records: 19 },
        ],
      ),
    ],
    2,
  );
  expect(skew?.heavy).toEqual([{ key: "the", records: 500 }]);
});

it("says nothing where there is nothing to compare", () => {
  expect(skewOf([runs([5])], 1)).toBeNull();
  expect(skewOf([runs([0, 0])], 2)).toBeNull();
});
