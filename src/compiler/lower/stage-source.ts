import type { Expr } from "../ir/expr.ts";
import type { StageSource } from "../ir/plan.ts";
import type { IrType } from "../ir/type.ts";
import type { Expr as AstExpr } from "../syntax/ast.ts";
import { bare, type Context } from "./context.ts";

/** Where a stage's elements come from; a range stays two numbers, however wide it is. */
export function stageSource(
  context: Context,
  ast: AstExpr,
  value: Expr,
  element: IrType,
  over: "dataset" | "list",
): StageSource {
  if (over === "dataset") {
    return { kind: "dataset", value, element };
  }
  if (
    bare(ast).kind === "RangeExpr" &&
    !context.tables.conversions.has(ast) &&
    value.op === "call" &&
    value.function === "range"
  ) {
    const [from, to] = value.args;
    if (from !== undefined && to !== undefined) {
      return { kind: "range", from, to };
    }
  }
  return { kind: "list", value, element };
}
