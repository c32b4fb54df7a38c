import fc from "fast-check";
import { expect, it } from "vitest";
import { createRowLog, type RowsBySlot } from "../../../../src/runtime/runs/row-log.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";

const type = record({ n: int, word: string });
const key = { kind: "path", path: ["word"] } as const;

it.each([
  ["with the key left out of rows", key],
  ["with rows whole", { kind: "record", fields: [{ name: "w", path: ["word"] }] }],
] as const)("gives back the rows of each slot in order, %s", (_, keyOfRows) => {
  const value = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, fc.maxSafeInteger());
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(fc.nat(9), value), { maxLength: 3000 }), {
        minLength: 1,
        maxLength: 3,
      }),
      (rounds) => {
        const log = createRowLog(type, keyOfRows);
        for (const round of rounds) {
          for (const [slot, n] of round) {
            log.append(slot, { n, word: `w${slot}` });
          }
          const rows = log.take();
          expect(log.weight()).toBe(0);
          for (let slot = 0; slot < 10; slot++) {
            expect(allOf(rows, slot)).toEqual(
              round.filter(([own]) => own === slot).map(([own, n]) => ({ n, word: `w${own}` })),
            );
          }
        }
      },
    ),
    { seed: 19, numRuns: 30 },
  );
});

function allOf(rows: RowsBySlot, slot: number): readonly Json[] {
  return rows
    .entriesOf(slot)
    .flatMap((entry) =>
      Array.from({ length: rows.countOf(entry) }, () => rows.rowOf(entry, `w${slot}`)),
    );
}

it("weighs what it holds, and only counts what comes again", () => {
  const log = createRowLog(type, key);
  expect(log.weight()).toBe(0);
  expect(log.append(0, { n: 1, word: "w" })).toBe(true);
  const one = log.weight();
  expect(log.isCombined()).toBe(true);
  expect(log.append(0, { n: 1, word: "w" })).toBe(false);
  expect(log.weight()).toBe(one);
  expect(log.isCombined()).toBe(false);
  expect(log.append(0, { n: 2, word: "w" })).toBe(true);
  expect(log.append(0, { n: 1, word: "w" })).toBe(true);
  expect(log.weight()).toBeGreaterThan(2 * one);
  log.take();
  expect(log.weight()).toBe(0);
});

it("makes copies that have nothing in common", () => {
  const log = createRowLog(type, key);
  const copy = log.copier({ n: 70_000, word: "w" }, "w");
  expect(copy()).toEqual({ n: 70_000, word: "w" });
  expect(copy()).not.toBe(copy());
});
