/** Expressions that control decides by: evaluated, checked, and turned into failures of the step they stand in. */
import type { Expr } from "../compiler/ir/expr.ts";
import type { PlanNode } from "../compiler/ir/plan.ts";
import { evaluate } from "../evaluator/evaluate.ts";
import { checkValueSize } from "../evaluator/value-size.ts";
import type { Failure } from "../runtime/failure.ts";
import { expressionFailure, failureOf } from "../runtime/task-error.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { err, ok, type Result } from "../shared/result.ts";

export type Answer<T> = Result<T, Failure>;

export function answerOf(node: Pick<PlanNode, "id">, expr: Expr, scope: JsonObject): Answer<Json> {
  const value = evaluate(expr, scope, node.id);
  return value.ok ? value : err(expressionFailure(value.error));
}

/** An int of at least `least`; `what` names it in the message, as `into`. */
export function wholeNumber(
  node: Pick<PlanNode, "id">,
  expr: Expr,
  scope: JsonObject,
  what: string,
  least: number,
): Answer<number> {
  const value = answerOf(node, expr, scope);
  if (!value.ok) {
    return value;
  }
  return typeof value.value === "number" && value.value >= least
    ? ok(value.value)
    : err(
        failureOf(
          "bad-value",
          `\`${what}\` is ${JSON.stringify(value.value)}, at least ${least} is needed`,
        ),
      );
}

export function condition(
  node: Pick<PlanNode, "id">,
  expr: Expr,
  scope: JsonObject,
): Answer<boolean> {
  const value = answerOf(node, expr, scope);
  return value.ok ? ok(value.value === true) : value;
}

/** A value that control would have to hold and that is too large for it is the step's failure. */
export function smallValue(value: Json, what: string): Answer<Json> {
  const size = checkValueSize(value, what);
  return size.ok ? ok(value) : err(expressionFailure(size.error));
}
