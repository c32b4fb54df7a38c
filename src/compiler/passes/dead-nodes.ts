import { functionsOf } from "../ir/functions-of.ts";
import type { NodeId, Plan, Region } from "../ir/plan.ts";
import { dependenciesOf, referencesOf } from "../ir/references.ts";
import type { Pass } from "./pass.ts";
import { rewriteRegions } from "./rewrite-regions.ts";

/** Drops nodes that neither a result nor a `do` or `assert` needs, and functions that nothing calls. */
export const deadNodes: Pass = {
  name: "dead-nodes",
  run(plan) {
    return withoutUnusedFunctions(rewriteRegions(plan, withoutDeadNodes));
  },
};

function withoutDeadNodes(region: Region): Region {
  const byId = new Map(region.nodes.map((node) => [node.id, node]));
  const needed = new Set<NodeId>();
  const pending = [...referencesOf(region.result), ...region.roots];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = byId.get(id);
    if (node !== undefined && !needed.has(id)) {
      needed.add(id);
      pending.push(...dependenciesOf(node));
    }
  }
  return { ...region, nodes: region.nodes.filter((node) => needed.has(node.id)) };
}

function withoutUnusedFunctions(plan: Plan): Plan {
  const used = functionsOf(plan.body);
  return {
    ...plan,
    functions: Object.fromEntries(
      Object.entries(plan.functions).filter(([name]) => used.has(name)),
    ),
  };
}
