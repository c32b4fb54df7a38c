import type { Plan } from "../ir/plan.ts";
import { constantFolding } from "./constant-folding.ts";
import { deadNodes } from "./dead-nodes.ts";
import { mapFusion } from "./map-fusion.ts";
import { mapSideCombine } from "./map-side-combine.ts";
import type { Pass } from "./pass.ts";
import { resourceDefaults } from "./resource-defaults.ts";

/** In order; each line says why it stands where it does. */
export const passes: readonly Pass[] = [
  // First, so that the others look at what runs only, and folding may take a branch apart knowing that it is needed.
  deadNodes,
  constantFolding,
  // Folding leaves values and arms that nothing mentions any more.
  deadNodes,
  // Before fusion, which may move the counting map into its consumer and out of the exchange's sight.
  mapSideCombine,
  mapFusion,
  // Last: fusion tells a step without options from one that asks for what happens to be the default.
  resourceDefaults,
];

export function optimise(plan: Plan): Plan {
  return passes.reduce((current, pass) => pass.run(current), plan);
}
