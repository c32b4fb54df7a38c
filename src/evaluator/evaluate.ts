import type { Expr } from "../compiler/ir/expr.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { type CompiledExpr, linkExpr } from "./compile-expr.ts";
import { emitExpr } from "./emit-expr.ts";
import { EvaluationError, type EvaluationProblem, problemOf } from "./evaluation-error.ts";

interface Prepared {
  readonly references: readonly string[];
  readonly run: CompiledExpr;
}

/** Control evaluates an expression once per branch or round: it is compiled when first met, and forgotten with the Plan. */
const prepared = new WeakMap<Expr, Map<string, Prepared>>();

/**
 * The value of an expression. `scope` has each of its free references, and may have more. `step` is the node it belongs
 * to: what an error that `try` catches says of its place.
 */
export function evaluate(
  expr: Expr,
  scope: JsonObject,
  step = "",
): Result<Json, EvaluationProblem> {
  try {
    const { references, run } = prepare(expr, step);
    return ok(run(references.map((id) => lookUp(scope, id))));
  } catch (error) {
    if (error instanceof EvaluationError) {
      return err(problemOf(error));
    }
    throw error;
  }
}

function prepare(expr: Expr, step: string): Prepared {
  const bySteps = prepared.get(expr) ?? new Map<string, Prepared>();
  const known = bySteps.get(step);
  if (known !== undefined) {
    return known;
  }
  const emitted = emitExpr(expr, step);
  const run = linkExpr(
    emitted,
    emitted.references.map((_, i) => i),
  );
  const made = { references: emitted.references, run };
  prepared.set(expr, bySteps.set(step, made));
  return made;
}

function lookUp(scope: JsonObject, id: string): Json {
  const value = Object.hasOwn(scope, id) ? scope[id] : undefined;
  invariant(value !== undefined, `\`${id}\` is not in the scope of the expression`);
  return value;
}
