import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderBy } from "../../../../src/compiler/ir/plan.ts";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { readGroups } from "../../../../src/runtime/runs/groups.ts";
import { mergedValues } from "../../../../src/runtime/runs/merge.ts";
import { withinFanIn } from "../../../../src/runtime/runs/merge-passes.ts";
import { runOrder } from "../../../../src/runtime/runs/run-order.ts";
import { mergePartition, type StoredRuns } from "../../../../src/runtime/runs/stored-runs.ts";
import type { Json, JsonObject } from "../../../../src/shared/json.ts";
import { compareBy } from "../../../../src/shared/order.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";
import { createRunStore, type RunStore } from "../../../support/stored-runs.ts";

interface Case {
  readonly type: IrType;
  readonly order: readonly OrderBy[];
  readonly row: (key: number, from: string) => Json;
}

/** With the key in the row's own bytes, and made beside it. */
const cases: { readonly [name: string]: Case } = {
  "strings that rows begin with": {
    type: record({ word: string, from: string }),
    order: [{ path: ["word"], descending: false }],
    row: (key, from) => ({ word: "\0long common part".slice(0, 5 * key), from }),
  },
  "numbers, descending": {
    type: record({ from: string, n: int }),
    order: [{ path: ["n"], descending: true }],
    row: (key, from) => ({ from, n: key - 3 }),
  },
  "two columns": {
    type: record({ from: string, a: int, b: string }),
    order: [
      { path: ["b"], descending: false },
      { path: ["a"], descending: true },
    ],
    row: (key, from) => ({ from, a: key % 2, b: "b".repeat(key >> 1) }),
  },
};

/** Keys of the rows of some runs. */
const keys = fc.array(fc.array(fc.nat(6), { maxLength: 12 }), { maxLength: 9 });

function sortedRuns({ row, order }: Case, lists: readonly (readonly number[])[]): Json[][] {
  return lists.map((list, run) =>
    list.map((key, i) => row(key, `${run}.${i}`)).toSorted(compareBy(order)),
  );
}

function merged(store: RunStore, { type, order }: Case, runs: readonly StoredRuns[]): Json[] {
  const { store: tasks, meter } = store.place;
  return [
    ...mergedValues(mergePartition(tasks, meter, runOrder(type, null, order), runs, 0), meter),
  ];
}

it.each(Object.entries(cases))("merges runs by %s as a stable sort of all rows", (_, given) => {
  fc.assert(
    fc.property(keys, (lists) => {
      const store = createRunStore({});
      const runs = sortedRuns(given, lists);
      const stored = runs.map((rows) => store.write(given.type, [rows]));
      expect(merged(store, given, stored)).toEqual(runs.flat().toSorted(compareBy(given.order)));
    }),
    { seed: 29, numRuns: 300 },
  );
});

it("merges runs of many blocks", () => {
  const given: Case = {
    type: string,
    order: [{ path: [], descending: false }],
    row: (key) => String(key).padStart(8, "0").repeat(20),
  };
  const store = createRunStore({});
  const runs = Array.from({ length: 5 }, (_, run) =>
    Array.from({ length: 3000 }, (__, i) => given.row(5 * i + run, "")),
  );
  const stored = runs.map((rows) => store.write(given.type, [rows]));
  expect(merged(store, given, stored)).toEqual(
    Array.from({ length: 15_000 }, (_, i) => given.row(i, "")),
  );
});

it.each(Object.entries(cases))("gives the same in several passes (%s)", (_, given) => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 2, max: 5 }), (lists, most) => {
      const store = createRunStore({});
      const runs = sortedRuns(given, lists);
      const stored = runs.map((rows) => store.write(given.type, [rows, rows.slice(0, 1)]));
      const order = runOrder(given.type, null, given.order);
      const few = withinFanIn(store.place, order, 2, stored, most);
      expect(few.length).toBe(Math.min(most, stored.length));
      expect(merged(store, given, few)).toEqual(merged(store, given, stored));
      const rows = few.flatMap((run) => store.read(given.type, run)[1] ?? []);
      expect(rows).toHaveLength(runs.filter((run) => run.length > 0).length);
    }),
    { seed: 30, numRuns: 200 },
  );
});

it("holds as many runs as the memory has blocks for, fewer where rows are long", () => {
  const mergeBytes = 4 * 128 * 1024;
  const passes = (rows: readonly Json[]): number => {
    const store = createRunStore({ mergeBytes });
    const stored = Array.from({ length: 9 }, () => store.write(string, [rows]));
    const order = runOrder(string, null, [{ path: [], descending: false }]);
    return withinFanIn(store.place, order, 1, stored).length;
  };
  expect(passes(["a", "b"])).toBe(3);
  expect(passes(["a".repeat(64 * 1024)])).toBe(2);
});

const keyOf = (row: Json): Json => (row as JsonObject)["n"] ?? null;

it("groups several inputs by key, whatever a reader leaves unread", () => {
  const rows = fc.array(fc.record({ n: fc.nat(6), tag: fc.nat() }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 3 }), fc.nat(3), (lists, taken) => {
      const inputs = lists.map((list) => list.toSorted((a, b) => a.n - b.n));
      const expectedKeys = [...new Set(inputs.flat().map(({ n }) => n))].sort((a, b) => a - b);
      const seen: Json[] = [];
      for (const { key, streams } of readGroups(
        inputs.map((list) => ({ elements: list.values(), keyOf })),
      )) {
        seen.push(key);
        for (const [input, stream] of streams.entries()) {
          const expected = (inputs[input] ?? []).filter(({ n }) => n === key);
          const iterator = stream[Symbol.iterator]();
          for (const row of expected.slice(0, taken)) {
            expect(iterator.next().value).toEqual(row);
          }
          if (taken > expected.length) {
            expect(iterator.next().done).toBe(true);
          }
        }
      }
      expect(seen).toEqual(expectedKeys);
    }),
    { seed: 43, numRuns: 300 },
  );
});

it("ends a stream of a group that is over", () => {
  const rows: readonly Json[] = [{ n: 1 }, { n: 1 }, { n: 2 }];
  const groups = readGroups([{ elements: rows.values(), keyOf }]);
  const first = groups.next().value;
  groups.next();
  expect([...(first?.streams[0] ?? [])]).toEqual([]);
});
