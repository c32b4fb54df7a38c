import { report } from "../../diagnostics/report.ts";
import type { BinaryExpr, Expr } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { literalText, reportMismatch } from "../assign.ts";
import { isJsonValue } from "../assignable.ts";
import type { CheckContext } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { printType } from "../print-type.ts";
import { boolType, hasNull, isError, type Type, widened, withoutNull } from "../type.ts";
import { isNumber, isUnit, reportNull, reportOperands } from "./operands.ts";

export function checkEquality(context: CheckContext, expr: BinaryExpr): Type {
  const isNullTest = expr.left.kind === "NullExpr" || expr.right.kind === "NullExpr";
  const { left, right } = inferBoth(context, expr);
  context.tables.operators.set(expr, {
    overload: expr.operator === "==" ? "eq" : "ne",
    round: false,
  });
  if (isError(left) || isError(right)) {
    return boolType;
  }
  if (isNullTest) {
    const [value, type] = expr.left.kind === "NullExpr" ? [expr.right, right] : [expr.left, left];
    if (!hasNull(type)) {
      report(
        context.sink,
        "FLOW3028",
        expr.span,
        {
          type: printType(type),
          outcome: expr.operator === "!=",
        },
        { secondary: [{ span: value.span, text: `this is \`${printType(type)}\`` }] },
      );
    }
    return boolType;
  }
  for (const [operand, type] of [
    [expr.left, left],
    [expr.right, right],
  ] as const) {
    if (!isJsonValue(type)) {
      report(context.sink, "FLOW3029", operand.span, {
        operator: expr.operator,
        type: printType(type),
      });
      return boolType;
    }
  }
  if (commonType(withoutNull(left), withoutNull(right)) === undefined) {
    reportOperands(context, expr, left, right);
  } else {
    requireMember(context, expr.left, left, expr.right, right);
    requireMember(context, expr.right, right, expr.left, left);
  }
  return boolType;
}

export function checkOrder(context: CheckContext, expr: BinaryExpr): Type {
  const { left, right } = inferBoth(context, expr);
  const overloads = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge" } as const;
  const { operator } = expr;
  if (operator === "<" || operator === "<=" || operator === ">" || operator === ">=") {
    context.tables.operators.set(expr, { overload: overloads[operator], round: false });
  }
  if (isError(left) || isError(right)) {
    return boolType;
  }
  if (reportNull(context, expr.left, left) || reportNull(context, expr.right, right)) {
    return boolType;
  }
  const [a, b] = [widened(left), widened(right)];
  const isPair = a.kind === b.kind || (isNumber(a) && isNumber(b));
  for (const [operand, type] of [
    [expr.left, a],
    [expr.right, b],
  ] as const) {
    if (!isOrdered(type)) {
      report(context.sink, "FLOW3029", operand.span, { operator, type: printType(type) });
      return boolType;
    }
  }
  if (!isPair) {
    reportOperands(context, expr, left, right);
  }
  return boolType;
}

/** A literal that is compared with a few literals must be one of them: anything else is never equal. */
function requireMember(
  context: CheckContext,
  value: Expr,
  type: Type,
  other: Expr,
  otherType: Type,
): void {
  const allowed = withoutNull(otherType);
  const literal = literalText(bareExpr(value));
  if (allowed.kind === "literal" && literal !== undefined && !allowed.values.includes(literal)) {
    reportMismatch(context, value, type, allowed, {
      span: other.span,
      text: `this is \`${printType(otherType)}\``,
    });
  }
}

/** Each side is a hint to the other, so that `mode == "bsp"` knows the literal. */
function inferBoth(
  context: CheckContext,
  expr: BinaryExpr,
): { readonly left: Type; readonly right: Type } {
  if (expr.left.kind === "StringExpr" || expr.left.kind === "IntExpr") {
    const right = context.walk.infer(context, expr.right);
    return { left: context.walk.infer(context, expr.left, right), right };
  }
  const left = context.walk.infer(context, expr.left);
  return { left, right: context.walk.infer(context, expr.right, left) };
}

function isOrdered(type: Type): boolean {
  return (
    isNumber(type) ||
    isUnit(type) ||
    type.kind === "string" ||
    type.kind === "bool" ||
    type.kind === "never"
  );
}
