import { report } from "../diagnostics/report.ts";
import type { NamedType } from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";

/** Whether a type has as many arguments as it takes; reports where not. */
export function reportArguments(
  context: CheckContext,
  node: NamedType,
  name: string,
  expected: number,
): boolean {
  const found = node.args.length;
  if (found === expected) {
    return true;
  }
  report(context.sink, "FLOW3004", node.span, { name, expected, found });
  return false;
}
