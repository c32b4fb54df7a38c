/** Which steps go first: those with the longest way to the result before them, by what their tasks are known to take. */
import type { NodeId, Plan, PlanNode } from "../../compiler/ir/plan.ts";
import { criticalPaths } from "../../control/critical-paths.ts";
import { assertNever } from "../../shared/assert-never.ts";

export interface Priorities {
  /** Lower runs first. */
  of(node: NodeId): number;
  /** Tasks of the node took so many milliseconds, on an average. */
  measured(node: NodeId, meanMs: number): void;
}

/** Measurements between two computations: twice as many each time, so that a run spends next to nothing on them. */
const FIRST_MEASUREMENTS = 8;

export function createPriorities(plan: Plan): Priorities {
  const measured = new Map<NodeId, number>();
  const timeOf = (node: PlanNode): number => measured.get(node.id) ?? estimatedMs(node);
  let paths = criticalPaths(plan, timeOf);
  let measurements = 0;
  let next = FIRST_MEASUREMENTS;
  return {
    of: (node) => -(paths.get(node) ?? 0),
    measured(node, meanMs) {
      measured.set(node, meanMs);
      measurements += 1;
      if (measurements >= next) {
        next *= 2;
        paths = criticalPaths(plan, timeOf);
      }
    },
  };
}

/** Before anything is known: whoever calls functions or moves data takes long, and nobody else does. */
function estimatedMs(node: PlanNode): number {
  switch (node.kind) {
    case "call":
    case "map":
    case "exchange":
    case "fold":
      return 1_000;
    case "files":
    case "split":
    case "take":
      return 100;
    case "value":
    case "flatten":
    case "each":
    case "loop":
    case "branch":
    case "try":
    case "assert":
      return 0;
    default:
      return assertNever(node);
  }
}
