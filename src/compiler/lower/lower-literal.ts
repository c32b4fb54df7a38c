import { unitValue } from "../check/unit-text.ts";
import type { Expr } from "../ir/expr.ts";
import type { StringExpr, UnitExpr } from "../syntax/ast.ts";
import { builtinCall, constant } from "./context.ts";

/** A size in bytes or a duration in milliseconds, rounded to a whole number. */
export function lowerUnit(expr: UnitExpr): Expr {
  return constant(unitValue(expr.number, expr.unit));
}

/** A string, or the concatenation of its parts; `lowerHole` gives a hole's value as a string. */
export function lowerString(
  expr: StringExpr,
  lowerHole: (hole: Extract<StringExpr["parts"][number], { kind: "StringHole" }>) => Expr,
): Expr {
  const parts = expr.parts.map((part) =>
    part.kind === "StringText" ? constant(part.value) : lowerHole(part),
  );
  const texts = parts.map((part) =>
    part.op === "const" && typeof part.value === "string" ? part.value : undefined,
  );
  if (!texts.includes(undefined)) {
    return constant(texts.join(""));
  }
  return builtinCall(
    "concat",
    [{ op: "list", elements: parts.map((value) => ({ spread: false, value })) }, constant("")],
    expr.span,
  );
}
