/**
 * A region as a graph of its nodes. graphlib holds it for reachability and drawing; ordering is our own, since
 * graphlib's `topsort` recurses once per node of a chain and overflows the stack at a few thousand.
 */
import { Graph } from "@dagrejs/graphlib";
import type { NodeId, PlanNode, Region } from "./plan.ts";
import { dependenciesOf } from "./references.ts";

export type EdgeKind = "data" | "after";

/** Nodes in source order, an edge from each node to those that need it, labelled with why. */
export function regionGraph(region: Region): Graph<undefined, PlanNode, EdgeKind> {
  const graph = new Graph<undefined, PlanNode, EdgeKind>({ directed: true });
  for (const node of region.nodes) {
    graph.setNode(node.id, node);
  }
  for (const node of region.nodes) {
    for (const id of dependenciesOf(node)) {
      if (graph.hasNode(id)) {
        graph.setEdge(id, node.id, node.after.includes(id) ? "after" : "data");
      }
    }
  }
  return graph;
}

export type Ordering =
  | { readonly kind: "order"; readonly nodes: readonly PlanNode[] }
  /** Members of one cycle, each needing the next, the earliest in source order first. */
  | { readonly kind: "cycle"; readonly members: readonly NodeId[] };

/** Nodes so that each comes after all it depends on; among free ones the earlier in source first (Kahn 1962). */
export function orderRegion(region: Region): Ordering {
  const position = new Map(region.nodes.map((node, i) => [node.id, i]));
  const dependencies = region.nodes.map((node) =>
    [...dependenciesOf(node)].flatMap((id) => position.get(id) ?? []),
  );
  const dependents = region.nodes.map((): number[] => []);
  const missing = dependencies.map((list) => list.length);
  for (const [i, list] of dependencies.entries()) {
    for (const dependency of list) {
      dependents[dependency]?.push(i);
    }
  }
  const order: PlanNode[] = [];
  const ready = new MinHeap();
  for (const [i, count] of missing.entries()) {
    if (count === 0) {
      ready.push(i);
    }
  }
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    const node = region.nodes[i];
    if (node !== undefined) {
      order.push(node);
    }
    for (const dependent of dependents[i] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) {
        ready.push(dependent);
      }
    }
  }
  if (order.length === region.nodes.length) {
    return { kind: "order", nodes: order };
  }
  const cycle = findCycle(dependencies, missing);
  return { kind: "cycle", members: cycle.flatMap((i) => region.nodes[i]?.id ?? []) };
}

/** Every node left over needs another one left over: following such needs must come back. */
function findCycle(
  dependencies: readonly (readonly number[])[],
  missing: readonly number[],
): number[] {
  const seenAt = new Map<number, number>();
  const walk: number[] = [];
  let at = missing.findIndex((count) => count > 0);
  while (!seenAt.has(at)) {
    seenAt.set(at, walk.length);
    walk.push(at);
    at = dependencies[at]?.find((d) => (missing[d] ?? 0) > 0) ?? at;
  }
  const cycle = walk.slice(seenAt.get(at));
  const first = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

class MinHeap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let i = items.length;
    items.push(value);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = items[parent] ?? 0;
      if (above <= value) {
        break;
      }
      items[i] = above;
      i = parent;
    }
    items[i] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) {
      return top;
    }
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) {
        break;
      }
      if (child + 1 < items.length && (items[child + 1] ?? 0) < (items[child] ?? 0)) {
        child += 1;
      }
      const below = items[child] ?? 0;
      if (below >= last) {
        break;
      }
      items[i] = below;
      i = child;
    }
    items[i] = last;
    return top;
  }
}
