import type { Op, Plan, PlanNode, Region, StageInput } from "../../compiler/ir/plan.ts";
import { regionsOf } from "../../compiler/ir/rewrite.ts";

export type StepLabel = (step: string) => string;

/** What a step is called in reports: the names of all that its tasks do, since fusion puts several steps into one. */
export function stepLabels(plan: Plan): StepLabel {
  const labels = new Map<string, string>();
  const visit = (region: Region): void => {
    for (const node of region.nodes) {
      const steps = opsOf(node).map((op) => op.step);
      labels.set(node.id, [...new Set([...steps, node.id])].join(" + "));
      regionsOf(node).forEach(visit);
    }
  };
  visit(plan.body);
  return (step) => labels.get(step) ?? step;
}

function opsOf(node: PlanNode): readonly Op[] {
  const inputs: readonly StageInput[] =
    node.kind === "exchange"
      ? node.inputs
      : node.kind === "map" || node.kind === "fold"
        ? [node.input]
        : [];
  return inputs.flatMap((input) => input.ops);
}
