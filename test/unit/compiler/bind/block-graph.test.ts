import fc from "fast-check";
import { expect, it } from "vitest";
import { createBlockGraph, orderBlock } from "../../../../src/compiler/bind/block-graph.ts";
import type { Block, Item } from "../../../../src/compiler/syntax/ast.ts";

const span = { file: "", start: 0, end: 0 };
const item: Item = {
  kind: "ResultItem",
  span,
  step: {
    kind: "Step",
    span,
    body: { kind: "NullExpr", span },
    options: undefined,
    after: [],
  },
};

function graphOf(mentions: readonly (readonly number[])[]) {
  const block: Block = { kind: "Block", span, items: mentions.map(() => item) };
  const graph = createBlockGraph(block);
  for (const [from, targets] of mentions.entries()) {
    for (const to of targets) {
      graph.mentions[from]?.add(to);
    }
  }
  return graph;
}

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
      const { order, cycles } = orderBlock(graphOf(mentions));
      const inCycle = new Set(cycles.flat());
      expect(order.toSorted((a, b) => a - b)).toEqual([...mentions.keys()]);
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
  expect(orderBlock(graphOf(mentions)).order[0]).toBe(count - 1);
});
