import type { NodeId, Op, Plan, PlanNode, Region, StageInput } from "../../compiler/ir/plan.ts";
import { regionsOf } from "../../compiler/ir/rewrite.ts";

export interface PlanStep {
  readonly node: NodeId;
  /** The steps of the program whose work its tasks do, in order, the node's own last: fusion puts several into one. */
  readonly steps: readonly string[];
}

/** The nodes that have tasks, in source order. The others are control, which has no numbers of its own. */
export function planSteps(plan: Plan): readonly PlanStep[] {
  const found: PlanStep[] = [];
  const visit = (region: Region): void => {
    for (const node of region.nodes) {
      if (TASKED.has(node.kind)) {
        const steps = opsOf(node).map((op) => op.step);
        found.push({ node: node.id, steps: [...new Set([...steps, node.id])] });
      }
      regionsOf(node).forEach(visit);
    }
  };
  visit(plan.body);
  return found;
}

const TASKED: ReadonlySet<PlanNode["kind"]> = new Set([
  "call",
  "files",
  "split",
  "map",
  "exchange",
  "fold",
  "take",
]);

function opsOf(node: PlanNode): readonly Op[] {
  const inputs: readonly StageInput[] =
    node.kind === "exchange"
      ? node.inputs
      : node.kind === "map" || node.kind === "fold"
        ? [node.input]
        : [];
  return inputs.flatMap((input) => input.ops);
}
