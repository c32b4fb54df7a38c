import type { CallableDecl } from "../../bind/symbol.ts";
import type { CallExpr, Expr } from "../../syntax/ast.ts";
import { checkBuiltin } from "../builtins/check-builtin.ts";
import type { CheckContext } from "../check-context.ts";
import { signatureOf } from "../signature.ts";
import { errorType, type Type, withoutNull } from "../type.ts";
import { asCollected, checkArguments, emitsOf } from "./check-arguments.ts";
import { createSolver, fillDimensions } from "./dimension-solver.ts";
import { type MatchedArguments, matchArguments, reportMissing } from "./match-arguments.ts";
import { resolveCallTarget } from "./resolve-callee.ts";

export function checkCall(context: CheckContext, expr: CallExpr, hint: Type | undefined): Type {
  const target = resolveCallTarget(context, expr.callee);
  if (target === undefined) {
    for (const { value } of expr.args) {
      // A function handed to what is none is no second mistake.
      if (!isCallable(context, value)) {
        context.walk.infer(context, value);
      }
    }
    return errorType;
  }
  return target.kind === "builtin"
    ? checkBuiltin(context, target.name, expr, hint)
    : checkDeclaredCall(context, target.declaration, expr);
}

function isCallable({ bindings }: CheckContext, value: Expr): boolean {
  return value.kind === "NameExpr" && bindings.resolutions.get(value)?.kind === "callable";
}

function checkDeclaredCall(context: CheckContext, declaration: CallableDecl, expr: CallExpr): Type {
  const signature = signatureOf(context, declaration);
  const matched = matchArguments(context, declaration, signature, expr.args, false);
  const solver = createSolver();
  const args = checkArguments(context, declaration, signature, matched, solver);
  context.effects++;
  if (matched.stray.length === 0 && !hasMissing(expr)) {
    reportMissing(context, declaration, signature, matched.free, expr.callee.span);
  }
  const result = fillDimensions(context, solver, signature.result, "unknown");
  context.tables.calls.set(expr, {
    declaration,
    args,
    mode: "once",
    free: [],
    emits: emitsOf(result),
    result,
  });
  return isForElements(context, matched) ? errorType : asCollected(result);
}

/** A dataset was given for one of its elements, which was reported: what is meant is another step, with another result. */
function isForElements(context: CheckContext, { given }: MatchedArguments): boolean {
  return [...given].some(
    ([{ type }, { value }]) =>
      context.tables.types.get(value)?.kind === "dataset" &&
      !["dataset", "stream", "list", "json", "error"].includes(withoutNull(type).kind),
  );
}

/** Whether an argument could not be read: it may have been several. */
function hasMissing({ args }: CallExpr): boolean {
  return args.some(({ value }) => value.kind === "MissingExpr");
}
