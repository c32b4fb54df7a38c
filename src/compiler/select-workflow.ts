import { err, ok, type Result } from "../shared/result.ts";
import type { CheckResult } from "./check/check-result.ts";
import type { WorkflowDecl } from "./syntax/ast.ts";

export type NoWorkflow =
  /** The file declares none. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly name: string; readonly names: readonly string[] }
  /** Several, none of them called `main`, and none was asked for. */
  | { readonly kind: "ambiguous"; readonly names: readonly string[] };

/** The workflow of the entry file called `name`; without a name the only one, or `main`. */
export function selectWorkflow(
  { entry }: Pick<CheckResult, "entry">,
  name: string | undefined,
): Result<WorkflowDecl, NoWorkflow> {
  const workflows = (entry?.unit.declarations ?? []).filter(
    (declaration) => declaration.kind === "WorkflowDecl",
  );
  const [only] = workflows;
  if (only === undefined) {
    return err({ kind: "none" });
  }
  if (name === undefined && workflows.length === 1) {
    return ok(only);
  }
  const found = workflows.find((workflow) => workflow.name.name === (name ?? "main"));
  if (found !== undefined) {
    return ok(found);
  }
  const names = workflows.map((workflow) => workflow.name.name);
  return err(name === undefined ? { kind: "ambiguous", names } : { kind: "unknown", name, names });
}
