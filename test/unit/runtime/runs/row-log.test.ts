import fc from "fast-check";
import { expect, it } from "vitest";
import { createRowLog } from "../../../../src/runtime/runs/row-log.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";

const type = record({ n: int, word: string });

it.each([
  ["with the key left out of rows", { kind: "path", path: ["word"] }],
  ["with rows whole", { kind: "record", fields: [{ name: "w", path: ["word"] }] }],
] as const)("gives back the rows of each slot in order, %s", (_, key) => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(fc.nat(9), fc.maxSafeInteger()), { maxLength: 3000 }), {
        minLength: 1,
        maxLength: 3,
      }),
      (rounds) => {
        const log = createRowLog(type, key);
        for (const round of rounds) {
          for (const [slot, n] of round) {
            log.append(slot, { n, word: `w${slot}` });
          }
          expect(log.count).toBe(round.length);
          const rows = log.takeBySlot(10);
          expect(log.count).toBe(0);
          for (let slot = 0; slot < 10; slot++) {
            expect(rows.rowsOf(slot, `w${slot}`)).toEqual(
              round.filter(([own]) => own === slot).map(([own, n]) => ({ n, word: `w${own}` })),
            );
          }
        }
      },
    ),
    { seed: 19, numRuns: 30 },
  );
});

it("weighs what it holds", () => {
  const log = createRowLog(type, { kind: "path", path: ["word"] });
  expect(log.weight()).toBe(0);
  log.append(0, { n: 1, word: "w" });
  const one = log.weight();
  log.append(0, { n: 1, word: "w" });
  expect(log.weight()).toBe(2 * one);
  log.takeBySlot(1);
  expect(log.weight()).toBe(0);
});
