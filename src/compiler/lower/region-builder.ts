/** A region while it is being made, and the ids taken in its Plan. */
import type { Expr } from "../ir/expr.ts";
import type { NodeId, PlanNode, Region } from "../ir/plan.ts";

export interface RegionBuilder {
  add(node: PlanNode): void;
  /** The node stands for a `do` or `assert`. */
  addRoot(id: NodeId): void;
  finish(params: readonly string[], result: Expr): Region;
}

export function createRegionBuilder(): RegionBuilder {
  const nodes: PlanNode[] = [];
  const roots: NodeId[] = [];
  return {
    add(node) {
      nodes.push(node);
    },
    addRoot(id) {
      if (!roots.includes(id)) {
        roots.push(id);
      }
    },
    finish(params, result) {
      return { params, nodes, roots, result };
    },
  };
}

export interface IdSet {
  /** `wanted`, or `wanted-2`, `wanted-3`, ... where it is taken. */
  take(wanted: string): string;
}

export function createIdSet(): IdSet {
  const taken = new Map<string, number>();
  return {
    take(wanted) {
      const uses = (taken.get(wanted) ?? 0) + 1;
      taken.set(wanted, uses);
      if (uses === 1) {
        return wanted;
      }
      const id = `${wanted}-${uses}`;
      taken.set(id, 1);
      return id;
    },
  };
}
