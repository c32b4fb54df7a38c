import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderBy } from "../../../../src/compiler/ir/plan.ts";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import type { ProducerRuns } from "../../../../src/compiler/ir/value.ts";
import { regroupRuns } from "../../../../src/runtime/runs/regroup-runs.ts";
import { runOrder } from "../../../../src/runtime/runs/run-order.ts";
import { createSortingProducer } from "../../../../src/runtime/runs/sorting-producer.ts";
import type { Json, JsonObject } from "../../../../src/shared/json.ts";
import { compareBy } from "../../../../src/shared/order.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";
import { createRunStore, type RunStore } from "../../../support/stored-runs.ts";

const PARTITIONS = 3;
const partitionOf = (row: Json): number => Number((row as JsonObject)["p"]);

const byWord = {
  type: record({ word: string, p: int, i: int }),
  order: [{ path: ["word"], descending: false }],
};
const byNumber = {
  type: record({ p: int, i: int, word: string }),
  order: [
    { path: ["p"], descending: true },
    { path: ["word"], descending: true },
  ],
};

async function produce(
  store: RunStore,
  { type, order }: { readonly type: IrType; readonly order: readonly OrderBy[] },
  rows: readonly Json[],
): Promise<ProducerRuns> {
  const producer = createSortingProducer(store.place, {
    order: runOrder(type, null, order),
    partitions: PARTITIONS,
    partitionOf,
  });
  for (const row of rows) {
    await producer.push(row);
  }
  return producer.finish();
}

const rows = fc
  .array(fc.record({ p: fc.nat(PARTITIONS - 1), word: fc.constantFrom("", "a", "ab", "b\0") }), {
    maxLength: 400,
  })
  .map((list) => list.map((row, i) => ({ ...row, i })));

it.each([
  ["by the string that rows begin with", byWord],
  ["by several columns", byNumber],
])(
  "writes partitions that are sorted and stable, however little memory there is (%s)",
  async (_, by) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(1, 700, 1e9), async (list, limit) => {
        const store = createRunStore({ limit, mergeBytes: 0 });
        const runs = await produce(store, by, list);
        expect(store.read(by.type, { location: `store:${runs.key}`, runs })).toEqual(
          Array.from({ length: PARTITIONS }, (__, p) =>
            list.filter((row) => row.p === p).toSorted(compareBy(by.order)),
          ),
        );
        if (limit === 1 && list.length > 100) {
          expect(store.spills).toBeGreaterThan(1);
        }
      }),
      { seed: 61, numRuns: 60 },
    );
  },
);

it.each([1e9, 4000])("tells of keys that many rows have (limit %i)", async (limit) => {
  const list = Array.from({ length: 2000 }, (_, i) => ({
    p: i % PARTITIONS,
    word: i % 4 === 0 ? "heavy" : i % 13 === 0 ? "less" : `rare ${i}`,
    i,
  }));
  const { heavy } = await produce(
    createRunStore({ limit }),
    byWord,
    list.map((row) => ({ ...row, p: 0 })),
  );
  expect(heavy).toEqual([
    { key: "heavy", records: 500 },
    { key: "less", records: list.filter(({ word }) => word === "less").length },
  ]);
});

it("regroups the runs of producers as one of them would have made them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 5 }), async (lists) => {
      const store = createRunStore({ mergeBytes: 0 });
      const producers: ProducerRuns[] = [];
      for (const list of lists) {
        const sorted = Array.from({ length: PARTITIONS }, (_, p) =>
          list.filter((row) => row.p === p).toSorted(compareBy(byWord.order)),
        );
        producers.push(store.write(byWord.type, sorted).runs);
      }
      const runs = regroupRuns(
        store.place,
        { rows: byWord.type, key: null, order: byWord.order, producers },
        PARTITIONS,
      );
      expect(store.read(byWord.type, { location: `store:${runs.key}`, runs })).toEqual(
        Array.from({ length: PARTITIONS }, (_, p) =>
          lists
            .flatMap((list) => list.filter((row) => row.p === p).toSorted(compareBy(byWord.order)))
            .toSorted(compareBy(byWord.order)),
        ),
      );
    }),
    { seed: 62, numRuns: 40 },
  );
});
