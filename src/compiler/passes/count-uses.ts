import type { Expr } from "../ir/expr.ts";
import type { NodeId, Region } from "../ir/plan.ts";
import { mapChildren, rewriteNode } from "../ir/rewrite.ts";

/** How often each name is mentioned in a region: in its result and roots, and in its nodes, inner regions and `after` included. */
export function countUses(region: Region): ReadonlyMap<NodeId, number> {
  const uses = new Map<NodeId, number>();
  const add = (id: NodeId) => uses.set(id, (uses.get(id) ?? 0) + 1);
  const visitExpr = (expr: Expr): Expr => {
    if (expr.op === "ref") {
      add(expr.id);
    }
    return mapChildren(expr, visitExpr);
  };
  const visitRegion = (current: Region): Region => {
    current.roots.forEach(add);
    visitExpr(current.result);
    for (const node of current.nodes) {
      node.after.forEach(add);
      rewriteNode(node, { expr: visitExpr, region: visitRegion });
    }
    return current;
  };
  visitRegion(region);
  return uses;
}
