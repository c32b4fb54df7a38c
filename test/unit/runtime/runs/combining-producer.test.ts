import fc from "fast-check";
import { expect, it } from "vitest";
import type { ProducerRuns } from "../../../../src/compiler/ir/value.ts";
import { partitionOf } from "../../../../src/runtime/rows/key.ts";
import {
  type Combination,
  createCombiningProducer,
} from "../../../../src/runtime/runs/combining-producer.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";
import { createRunStore } from "../../../support/stored-runs.ts";

const PARTITIONS = 3;

interface Row {
  readonly n: number;
  readonly word: string;
}

const type = record({ n: int, word: string });
/** Changes the rows that it is given, which are its own. */
const add: Combination["combine"] = (word, rows) => {
  const [first, ...rest] = rows as { n: number; word: string }[];
  expect(rest.length).toBeGreaterThan(0);
  const sum = first ?? { n: 0, word: "" };
  for (const row of rest) {
    expect(row.word).toBe(word);
    sum.n += row.n;
    row.n = Number.NaN;
  }
  return { ...sum };
};

async function produce(
  rows: readonly Row[],
  combine: Combination["combine"],
  limit: number,
): Promise<readonly (readonly Json[])[]> {
  const store = createRunStore({ limit, mergeBytes: limit });
  const producer = createCombiningProducer(store.place, {
    rows: type,
    key: { kind: "path", path: ["word"] },
    partitions: PARTITIONS,
    combine,
  });
  for (const row of rows) {
    await producer.push({ n: row.n, word: row.word });
  }
  const runs: ProducerRuns = await producer.finish();
  return store.read(type, { location: `store:${runs.key}`, runs });
}

const rows = fc
  .array(
    fc.record({
      times: fc.oneof(fc.nat(3), fc.integer({ min: 60, max: 9000 })),
      n: fc.constantFrom(1, 1, 2, -5),
      word: fc.constantFrom("a", "b", "long enough to be hashed", "é"),
    }),
    { maxLength: 20 },
  )
  .map((parts) => parts.flatMap(({ times, n, word }) => Array<Row>(times).fill({ n, word })));

it.each([
  ["calls that give values", (key: Json, own: readonly Json[]) => add(key, own)],
  ["calls that give promises", async (key: Json, own: readonly Json[]) => await add(key, own)],
] as const)("leaves one row for each key, sorted, by %s", async (_, combine) => {
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(100, 1_000_000), async (list, limit) => {
      const sums = new Map<string, number>();
      for (const { n, word } of list) {
        sums.set(word, (sums.get(word) ?? 0) + n);
      }
      const expected = Array.from({ length: PARTITIONS }, (_, partition) =>
        [...sums]
          .filter(([word]) => partitionOf(word, PARTITIONS) === partition)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([word, n]) => ({ n, word })),
      );
      expect(await produce(list, combine, limit)).toEqual(expected);
    }),
    { seed: 31, numRuns: 40 },
  );
});

it("combines a million equal rows in a few calls of a few rows", async () => {
  const sizes: number[] = [];
  const list = Array<Row>(1_000_000).fill({ n: 1, word: "a" });
  const [first = [], ...others] = await produce(
    list,
    (key, own) => {
      sizes.push(own.length);
      return add(key, own);
    },
    1_000_000,
  );
  expect([...first, ...others.flat()]).toEqual([{ n: 1_000_000, word: "a" }]);
  expect(sizes.length).toBeLessThan(10);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
});
