import type { Plan } from "../ir/plan.ts";

/** Takes a valid plan and gives a valid plan; keeps ids and origins of what it keeps. */
export interface Pass {
  readonly name: string;
  run(plan: Plan): Plan;
}
