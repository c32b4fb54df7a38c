/** Why the tasks of a node are done in every run, whatever other runs have done. */
import { functionsOfNode } from "../../compiler/ir/functions-of.ts";
import type { Plan, PlanNode } from "../../compiler/ir/plan.ts";
import type { TaskWork } from "../task.ts";
import type { CodeDigests } from "./code-digest.ts";
import { hasReference } from "./has-reference.ts";

/** A clause; undefined where nothing speaks against reuse. */
export function whyAlone(
  { functions }: Plan,
  node: PlanNode,
  kind: TaskWork["kind"],
  code: CodeDigests,
): string | undefined {
  if (kind === "files") {
    return "files are listed anew in every run";
  }
  if ("options" in node) {
    if (node.options.effect) {
      return "it is done for its effect";
    }
    if (!node.options.cache) {
      return "`cache off` stands on it";
    }
  }
  for (const name of functionsOfNode(node)) {
    if (functions[name]?.effect === true) {
      return `\`${name}\` is called for its effect`;
    }
    if (code[name] === undefined) {
      return `the code of \`${name}\` cannot be bundled`;
    }
  }
  return decodesReferences(node)
    ? "it makes references to files that rows name, and a run does not look into those"
    : undefined;
}

/** The size of such a file is looked up, and so part of the row. */
function decodesReferences(node: PlanNode): boolean {
  const inputs =
    node.kind === "exchange"
      ? node.inputs
      : node.kind === "map" || node.kind === "fold"
        ? [node.input]
        : [];
  return inputs.some(({ ops }) => ops.some((op) => op.op === "decode" && hasReference(op.type)));
}
