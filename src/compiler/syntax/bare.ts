import type { Expr, Step, StepBody } from "./ast.ts";

/** Whether a step's body is an expression and no step of its own. */
export function isExpr(body: StepBody): body is Expr {
  switch (body.kind) {
    case "ReadStep":
    case "SplitStep":
    case "SortStep":
    case "MapStep":
    case "ReduceStep":
    case "FoldStep":
    case "ShuffleStep":
    case "GroupStep":
    case "JoinStep":
    case "AssembleStep":
    case "TrainStep":
    case "RepeatStep":
      return false;
    default:
      return true;
  }
}

/** The expression without parentheses that only group; a step with clauses of its own stays as it is. */
export function bareExpr(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === "ParenExpr" && isPlain(inner.step) && isExpr(inner.step.body)) {
    inner = inner.step.body;
  }
  return inner;
}

function isPlain(step: Step): boolean {
  return step.options === undefined && step.after.length === 0;
}
