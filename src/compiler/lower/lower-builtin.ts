import { invariant } from "../../shared/invariant.ts";
import type { Expr } from "../ir/expr.ts";
import type { Expr as AstExpr, CallExpr } from "../syntax/ast.ts";
import {
  builtinCall,
  type Context,
  irTypeOf,
  nodeParts,
  operandPart,
  part,
  reference,
  typeOf,
} from "./context.ts";
import { optionsOf } from "./node-options.ts";

/** A builtin: a pure function of values, or one of the few that work on data. */
export function lowerBuiltin(context: Context, expr: CallExpr, hint: string): Expr {
  const builtin = context.tables.builtins.get(expr);
  invariant(builtin !== undefined, `builtin at ${expr.span.start} is not resolved`);
  if (builtin.overload !== undefined) {
    const args = builtin.args.flatMap((arg, i) =>
      arg === undefined
        ? []
        : [context.lowering.expr(context, arg, operandPart(context, hint, arg, i))],
    );
    return builtinCall(builtin.overload, args, expr.span);
  }
  const [first, second] = builtin.args;
  invariant(first !== undefined, `${builtin.name} has an argument`);
  const source = context.lowering.expr(context, first, part(context, hint, "of"));
  const parts = nodeParts(context, hint, irTypeOf(context, expr), expr.span);
  switch (builtin.name) {
    case "take":
      invariant(second !== undefined, "take has a count");
      context.region.add({
        kind: "take",
        ...parts,
        source,
        count: context.lowering.expr(context, second, part(context, hint, "count")),
      });
      break;
    case "files":
      context.region.add({ kind: "files", ...parts, pattern: source, single: false });
      break;
    case "flatten":
      flatten(context, expr, first, source, hint);
      break;
    default:
      throw new Error(`${builtin.name} is refused by the checker`);
  }
  return reference(hint);
}

/** A list of datasets is concatenated without a task; a dataset of lists is taken apart in the tasks that read it. */
function flatten(
  context: Context,
  expr: CallExpr,
  argument: AstExpr,
  source: Expr,
  hint: string,
): void {
  const from = typeOf(context, argument);
  const type = irTypeOf(context, expr);
  const parts = nodeParts(context, hint, type, expr.span);
  if (from.kind !== "dataset") {
    context.region.add({ kind: "flatten", ...parts, sources: source });
    return;
  }
  invariant(type.kind === "dataset", "flatten of a dataset makes one");
  context.region.add({
    kind: "map",
    ...parts,
    input: {
      source: {
        kind: "dataset",
        value: source,
        element: { kind: "list", element: type.element },
      },
      ops: [{ op: "flatten", step: hint, origin: expr.span }],
      element: type.element,
    },
    output: "dataset",
    options: optionsOf(context, undefined, undefined).node,
  });
}
