import type { ExchangeNode, MapNode, NodeId, PlanNode, Region } from "../ir/plan.ts";
import { countUses } from "./count-uses.ts";
import type { Pass } from "./pass.ts";
import { rewriteRegions } from "./rewrite-regions.ts";

/**
 * Lets the producers of a `group` aggregate before they write, so that a key crosses the exchange once per producer
 * (Dean and Ghemawat, OSDI'04, section 4.3). Only where nothing else reads the exchange.
 */
export const mapSideCombine: Pass = {
  name: "map-side-combine",
  run(plan) {
    return rewriteRegions(plan, combineInRegion);
  },
};

function combineInRegion(region: Region): Region {
  const uses = countUses(region);
  const exchanges = new Map<NodeId, ExchangeNode>();
  for (const node of region.nodes) {
    if (
      node.kind === "exchange" &&
      node.combine === null &&
      node.partition === "hash" &&
      node.inputs.length === 1 &&
      uses.get(node.id) === 1
    ) {
      exchanges.set(node.id, node);
    }
  }
  const combined = new Map<NodeId, PlanNode>();
  for (const node of region.nodes) {
    const exchange = node.kind === "map" ? exchanges.get(sourceOf(node) ?? "") : undefined;
    if (node.kind !== "map" || exchange === undefined) {
      continue;
    }
    const [first, ...rest] = node.input.ops;
    if (first?.op === "aggregate") {
      const { aggregates } = first;
      combined.set(exchange.id, { ...exchange, combine: { kind: "aggregate", aggregates } });
      combined.set(node.id, {
        ...node,
        input: { ...node.input, ops: [{ ...first, combined: true }, ...rest] },
      });
    }
  }
  return { ...region, nodes: region.nodes.map((node) => combined.get(node.id) ?? node) };
}

function sourceOf(node: MapNode): NodeId | undefined {
  const { source } = node.input;
  return source.kind === "groups" && source.value.op === "ref" ? source.value.id : undefined;
}
