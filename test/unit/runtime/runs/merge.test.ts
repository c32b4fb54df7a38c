import fc from "fast-check";
import { expect, it } from "vitest";
import { readGroups } from "../../../../src/runtime/runs/groups.ts";
import { mergeRuns } from "../../../../src/runtime/runs/merge.ts";
import type { Json } from "../../../../src/shared/json.ts";

type Row = readonly [key: number, from: string];

const keyOf = (row: Json): number => (row as Row)[0];
const compare = (a: Json, b: Json): number => keyOf(a) - keyOf(b);

/** Sorted runs in blocks of any size, empty ones among them. */
const runs = fc
  .array(fc.array(fc.array(fc.nat(6), { maxLength: 4 }), { maxLength: 5 }), { maxLength: 7 })
  .map((lists) =>
    lists.map((blocks, run) => {
      const sorted = blocks.flat().sort((a, b) => a - b);
      let at = 0;
      return blocks.map(({ length }) => {
        at += length;
        return sorted
          .slice(at - length, at)
          .map((key, i): Row => [key, `${run}.${at - length + i}`]);
      });
    }),
  );

it("merges runs as a stable sort of their concatenation", () => {
  fc.assert(
    fc.property(runs, (lists) => {
      expect([...mergeRuns(lists, compare)]).toEqual(lists.flat(2).toSorted(compare));
    }),
    { seed: 29, numRuns: 500 },
  );
});

it("groups several inputs by key, whatever a reader leaves unread", () => {
  fc.assert(
    fc.property(fc.array(runs, { minLength: 1, maxLength: 3 }), fc.nat(3), (inputs, taken) => {
      const merged = inputs.map((lists) => lists.flat(2).toSorted(compare));
      const keys = [...new Set(merged.flat().map(keyOf))].sort((a, b) => a - b);
      const seen: number[] = [];
      for (const { key, streams } of readGroups(
        inputs.map((lists) => ({ elements: mergeRuns(lists, compare), keyOf })),
      )) {
        seen.push(Number(key));
        for (const [input, stream] of streams.entries()) {
          const expected = (merged[input] ?? []).filter((row) => keyOf(row) === key);
          const iterator = stream[Symbol.iterator]();
          for (const row of expected.slice(0, taken)) {
            expect(iterator.next().value).toEqual(row);
          }
          if (taken > expected.length) {
            expect(iterator.next().done).toBe(true);
          }
        }
      }
      expect(seen).toEqual(keys);
    }),
    { seed: 43, numRuns: 300 },
  );
});

it("ends a stream of a group that is over", () => {
  const rows: readonly Row[] = [
    [1, "a"],
    [1, "b"],
    [2, "c"],
  ];
  const groups = readGroups([{ elements: rows.values(), keyOf }]);
  const first = groups.next().value;
  groups.next();
  expect([...(first?.streams[0] ?? [])]).toEqual([]);
});
