import type { Expr } from "../../compiler/ir/expr.ts";
import { referencesOf } from "../../compiler/ir/references.ts";
import { type CompiledExpr, compileExpr } from "../../evaluator/compile-expr.ts";
import type { Json } from "../../shared/json.ts";
import type { TaskContext } from "./environment.ts";

/** An expression over names that change from element to element, compiled with the task's scope around them. */
export interface ElementExpr {
  /** Values of the names, in their order. Throws an `EvaluationError`. */
  evaluate(first: Json, second?: Json): Json;
}

export function elementExpr(
  { lookUp }: Pick<TaskContext, "lookUp">,
  expr: Expr,
  names: readonly string[],
  step: string,
): ElementExpr {
  const free = [...referencesOf(expr)].filter((id) => !names.includes(id));
  const run: CompiledExpr = compileExpr(expr, [...names, ...free], { step });
  const frame: Json[] = [...names.map(() => null), ...free.map(lookUp)];
  return {
    evaluate(first, second = null) {
      if (names.length > 0) {
        frame[0] = first;
      }
      if (names.length > 1) {
        frame[1] = second;
      }
      return run(frame);
    },
  };
}

/** The value of an expression over the task's scope alone. */
export function scopeValue(context: Pick<TaskContext, "lookUp">, expr: Expr, step: string): Json {
  return elementExpr(context, expr, [], step).evaluate(null);
}
