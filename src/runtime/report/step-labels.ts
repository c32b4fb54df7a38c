import type { Plan } from "../../compiler/ir/plan.ts";
import { planSteps } from "./plan-steps.ts";

export type StepLabel = (step: string) => string;

/** What a step is called in reports: the names of all that its tasks do, since fusion puts several steps into one. */
export function stepLabels(plan: Plan): StepLabel {
  const labels = new Map(planSteps(plan).map(({ node, steps }) => [node, steps.join(" + ")]));
  return (step) => labels.get(step) ?? step;
}
