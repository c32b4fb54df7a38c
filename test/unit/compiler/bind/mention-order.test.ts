import fc from "fast-check";
import { expect, it } from "vitest";
import { orderMentions, shortestCycle } from "../../../../src/compiler/bind/mention-order.ts";

/** By trying every path, which small graphs allow. */
function reaches(mentions: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const visit = (at: number): boolean =>
    (mentions[at] ?? []).some((next) => {
      if (next === to) {
        return true;
      }
      if (seen.has(next)) {
        return false;
      }
      seen.add(next);
      return visit(next);
    });
  return visit(from);
}

const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((count) =>
    fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }),
  );

it("orders every item after what it mentions, and calls the rest cycles", () => {
  fc.assert(
    fc.property(graphs, (mentions) => {
      const { order, cycles } = orderMentions(mentions.map((targets) => new Set(targets)));
      const inCycle = new Set(cycles.flat());
      expect(order.toSorted((a, b) => a - b)).toEqual([...mentions.keys()]);
      for (const cycle of cycles) {
        const path = shortestCycle(
          mentions.map((targets) => new Set(targets)),
          cycle,
        );
        expect(path[0]).toBe(cycle[0]);
        for (const [index, at] of path.entries()) {
          expect(mentions[at]).toContain(path[(index + 1) % path.length]);
        }
      }
      for (const [from, targets] of mentions.entries()) {
        expect(inCycle.has(from)).toBe(reaches(mentions, from, from));
        for (const to of targets) {
          const isTogether = cycles.some((cycle) => cycle.includes(from) && cycle.includes(to));
          if (!isTogether) {
            expect(order.indexOf(to)).toBeLessThan(order.indexOf(from));
          }
        }
      }
    }),
    { seed: 7, numRuns: 2_000 },
  );
});

it("orders a chain of any length without running out of stack", () => {
  const count = 50_000;
  const mentions = Array.from({ length: count }, (_, at) => (at + 1 < count ? [at + 1] : []));
  expect(orderMentions(mentions.map((targets) => new Set(targets))).order[0]).toBe(count - 1);
});
