import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderRegion, regionGraph } from "../../../../src/compiler/ir/graph.ts";
import type { PlanNode } from "../../../../src/compiler/ir/plan.ts";
import { dependenciesOf } from "../../../../src/compiler/ir/references.ts";
import { add, callNode, constant, ref, region, valueNode } from "../../../support/plan-builder.ts";

const idsOf = (nodes: readonly PlanNode[]) => nodes.map((node) => node.id);

describe("orderRegion", () => {
  it("keeps source order where nothing else is asked for", () => {
    const body = region([callNode("b", []), callNode("a", []), callNode("c", [])], ref("c"));
    const order = orderRegion(body);
    expect(order.kind === "order" && idsOf(order.nodes)).toEqual(["b", "a", "c"]);
  });

  it("puts a node after what it mentions and after what `after` names", () => {
    const body = region(
      [callNode("late", [ref("mid")]), callNode("mid", [], ["first"]), callNode("first", [])],
      ref("late"),
    );
    const order = orderRegion(body);
    expect(order.kind === "order" && idsOf(order.nodes)).toEqual(["first", "mid", "late"]);
  });

  it("names the members of a cycle from the earliest in source", () => {
    const body = region(
      [
        callNode("free", []),
        callNode("x", [ref("z")]),
        callNode("y", [ref("x")]),
        callNode("z", [ref("y")]),
        callNode("behind", [ref("z")]),
      ],
      ref("behind"),
    );
    expect(orderRegion(body)).toEqual({ kind: "cycle", members: ["x", "z", "y"] });
  });

  it("orders a chain of 20,000 nodes", () => {
    const nodes = Array.from({ length: 20_000 }, (_, i) =>
      valueNode(`n${i}`, i === 0 ? constant(0) : add(ref(`n${i - 1}`), constant(1))),
    ).reverse();
    const order = orderRegion(region(nodes, ref("n19999")));
    expect(order.kind === "order" && order.nodes[0]?.id).toBe("n0");
    expect(order.kind === "order" && order.nodes.at(-1)?.id).toBe("n19999");
  });

  it("orders every random region so that dependencies come first, or finds a true cycle", () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const nodes = Array.from({ length: 12 }, (_, i) =>
          callNode(
            `n${i}`,
            pairs.flatMap(([from, to]) => (to === i ? [ref(`n${from}`)] : [])),
          ),
        );
        const order = orderRegion(region(nodes, constant(0)));
        if (order.kind === "order") {
          const seen = new Set<string>();
          expect(order.nodes).toHaveLength(12);
          for (const node of order.nodes) {
            expect([...dependenciesOf(node)].every((id) => seen.has(id))).toBe(true);
            seen.add(node.id);
          }
          return;
        }
        for (const [i, id] of order.members.entries()) {
          const next = order.members[(i + 1) % order.members.length] ?? "";
          const node = nodes.find((candidate) => candidate.id === id);
          expect(node !== undefined && dependenciesOf(node).has(next)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe("regionGraph", () => {
  it("has an edge from each node to those that need it, with the reason", () => {
    const graph = regionGraph(
      region([callNode("a", []), callNode("b", [ref("a")]), callNode("c", [], ["a"])], ref("c")),
    );
    expect(graph.nodes()).toEqual(["a", "b", "c"]);
    expect(graph.edge("a", "b")).toBe("data");
    expect(graph.edge("a", "c")).toBe("after");
    expect(graph.predecessors("b")).toEqual(["a"]);
  });
});
