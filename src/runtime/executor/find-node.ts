import type { NodeId, Plan, PlanNode, Region } from "../../compiler/ir/plan.ts";
import { rewriteNode } from "../../compiler/ir/rewrite.ts";
import { invariant } from "../../shared/invariant.ts";

const indexes = new WeakMap<Plan, ReadonlyMap<NodeId, PlanNode>>();

/** The node of this id, in whatever region it stands. */
export function findNode(plan: Plan, id: NodeId): PlanNode {
  let index = indexes.get(plan);
  if (index === undefined) {
    const nodes = new Map<NodeId, PlanNode>();
    collect(plan.body, nodes);
    indexes.set(plan, nodes);
    index = nodes;
  }
  const node = index.get(id);
  invariant(node !== undefined, `the plan has a node ${id}`);
  return node;
}

function collect(region: Region, into: Map<NodeId, PlanNode>): void {
  for (const node of region.nodes) {
    into.set(node.id, node);
    rewriteNode(node, {
      expr: (expr) => expr,
      region(inner) {
        collect(inner, into);
        return inner;
      },
    });
  }
}
