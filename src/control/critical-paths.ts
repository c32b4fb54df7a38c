import { orderRegion } from "../compiler/ir/graph.ts";
import type { NodeId, Plan, PlanNode, Region } from "../compiler/ir/plan.ts";
import { dependenciesOf } from "../compiler/ir/references.ts";
import { regionsOf } from "../compiler/ir/rewrite.ts";
import { invariant } from "../shared/invariant.ts";

/**
 * For each node, regions within regions included, the time that the longest path from its beginning to the result of the
 * workflow takes, in the unit of `timeOf`: whatever starts late on it makes the run end late. `timeOf` gives the time of
 * nodes that have tasks; a node that has regions takes as long as the longest path in one of them.
 */
export function criticalPaths(
  { body }: Plan,
  timeOf: (node: PlanNode) => number,
): ReadonlyMap<NodeId, number> {
  const times = new Map<NodeId, number>();
  const paths = new Map<NodeId, number>();
  measure(body, timeOf, times);
  assign(body, 0, times, paths);
  return paths;
}

/** Answers the longest path in the region; `times` learn those of its nodes. */
function measure(
  region: Region,
  timeOf: (node: PlanNode) => number,
  times: Map<NodeId, number>,
): number {
  for (const node of region.nodes) {
    const inner = regionsOf(node);
    times.set(
      node.id,
      inner.length === 0
        ? timeOf(node)
        : inner.reduce((longest, each) => Math.max(longest, measure(each, timeOf, times)), 0),
    );
  }
  return pathsIn(region, 0, times)
    .values()
    .reduce((longest, path) => Math.max(longest, path), 0);
}

/** `after`: from the end of the region to the result of the workflow. */
function assign(
  region: Region,
  after: number,
  times: ReadonlyMap<NodeId, number>,
  paths: Map<NodeId, number>,
): void {
  const own = pathsIn(region, after, times);
  for (const node of region.nodes) {
    const path = own.get(node.id) ?? 0;
    paths.set(node.id, path);
    for (const inner of regionsOf(node)) {
      assign(inner, path - (times.get(node.id) ?? 0), times, paths);
    }
  }
}

function pathsIn(
  region: Region,
  after: number,
  times: ReadonlyMap<NodeId, number>,
): ReadonlyMap<NodeId, number> {
  const order = orderRegion(region);
  invariant(order.kind === "order", "a valid Plan has no cycle");
  /** The longest path from the end of a node, as far as those that need it are known. */
  const behind = new Map<NodeId, number>();
  const paths = new Map<NodeId, number>();
  for (const node of order.nodes.toReversed()) {
    const path = (times.get(node.id) ?? 0) + (behind.get(node.id) ?? after);
    paths.set(node.id, path);
    for (const needed of dependenciesOf(node)) {
      behind.set(needed, Math.max(behind.get(needed) ?? after, path));
    }
  }
  return paths;
}
