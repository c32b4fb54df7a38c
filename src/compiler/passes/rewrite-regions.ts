import type { Plan, Region } from "../ir/plan.ts";
import { rewriteNode } from "../ir/rewrite.ts";

/** The plan with every region replaced, inner ones before those that hold them. */
export function rewriteRegions(plan: Plan, rewrite: (region: Region) => Region): Plan {
  const visit = (region: Region): Region =>
    rewrite({
      ...region,
      nodes: region.nodes.map((node) => rewriteNode(node, { expr: (expr) => expr, region: visit })),
    });
  return { ...plan, body: visit(plan.body) };
}
