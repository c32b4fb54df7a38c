import type { BuiltinName } from "../compiler/ir/expr.ts";
import type { Json } from "../shared/json.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { builtins } from "./builtins.ts";
import { EvaluationError, type EvaluationProblem, problemOf } from "./evaluation-error.ts";
import { element } from "./lists.ts";
import { resetMeter } from "./meter.ts";

/** What a builtin, or `element` for the index of a list, gives for arguments of its types: the same as in an expression. */
export function applyBuiltin(
  name: BuiltinName | "element",
  args: readonly Json[],
): Result<Json, EvaluationProblem> {
  // Typed by its own signature; the caller has made sure of the arguments.
  const run = (name === "element" ? element : builtins[name].run) as (
    ...args: readonly Json[]
  ) => Json;
  resetMeter();
  try {
    return ok(run(...args));
  } catch (error) {
    if (error instanceof EvaluationError) {
      return err(problemOf(error));
    }
    throw error;
  }
}
