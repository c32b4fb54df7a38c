import type { PlanNode, Region, StageInput } from "./plan.ts";
import { regionsOf } from "./rewrite.ts";

/** Names of the functions that a region's nodes call, inner regions included. */
export function functionsOf(region: Region): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (current: Region) => {
    for (const node of current.nodes) {
      for (const name of functionsOfNode(node)) {
        names.add(name);
      }
      for (const inner of regionsOf(node)) {
        visit(inner);
      }
    }
  };
  visit(region);
  return names;
}

/** Functions that a node's own tasks call. */
export function functionsOfNode(node: PlanNode): readonly string[] {
  switch (node.kind) {
    case "call":
      return [node.function];
    case "map":
      return functionsOfInput(node.input);
    case "exchange":
      return [
        ...node.inputs.flatMap(functionsOfInput),
        ...(node.combine?.kind === "function" ? [node.combine.function] : []),
      ];
    case "fold":
      return [
        ...functionsOfInput(node.input),
        ...(node.with.kind === "function" ? [node.with.function] : []),
      ];
    default:
      return [];
  }
}

export function functionsOfInput(input: StageInput): readonly string[] {
  return input.ops.flatMap((op) => (op.op === "call" || op.op === "reduce" ? [op.function] : []));
}
