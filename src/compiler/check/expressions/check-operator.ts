import { report } from "../../diagnostics/report.ts";
import type { BinaryExpr, RangeExpr, UnaryExpr } from "../../syntax/ast.ts";
import { type CheckContext, noReason, withFacts } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { factsOf } from "../narrowing.ts";
import { printType, printTypes } from "../print-type.ts";
import {
  boolType,
  errorType,
  hasNull,
  intType,
  isError,
  listOf,
  type Type,
  widened,
  withoutNull,
} from "../type.ts";
import { checkArithmetic } from "./check-arithmetic.ts";
import { checkEquality, checkOrder } from "./check-comparison.ts";
import { reportNull } from "./operands.ts";

export function checkUnary(context: CheckContext, expr: UnaryExpr): Type {
  if (expr.operator === "not") {
    context.walk.require(context, expr.operand, boolType, noReason);
    context.tables.operators.set(expr, { overload: "not", round: false });
    return boolType;
  }
  const type = widened(context.walk.infer(context, expr.operand));
  if (type.kind === "int" || type.kind === "float") {
    context.tables.operators.set(expr, {
      overload: type.kind === "int" ? "neg.int" : "neg.float",
      round: false,
    });
    return type;
  }
  if (!isError(type) && !reportNull(context, expr.operand, type)) {
    report(context.sink, "FLOW3029", expr.operand.span, {
      operator: "-",
      type: printType(type),
    });
  }
  return errorType;
}

export function checkRange(context: CheckContext, expr: RangeExpr): Type {
  context.walk.require(context, expr.from, intType, noReason);
  context.walk.require(context, expr.to, intType, noReason);
  return listOf(intType);
}

/** Chains lean to the left; each is checked with its own operator. */
export function checkBinary(context: CheckContext, expr: BinaryExpr, hint: Type | undefined): Type {
  switch (expr.operator) {
    case "and":
    case "or": {
      context.walk.require(context, expr.left, boolType, noReason);
      withFacts(context, factsOf(context, expr.left, expr.operator === "and"), () =>
        context.walk.require(context, expr.right, boolType, noReason),
      );
      return boolType;
    }
    case "??":
      return checkCoalesce(context, expr, hint);
    case "==":
    case "!=":
      return checkEquality(context, expr);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkOrder(context, expr);
    default:
      return checkArithmetic(context, expr);
  }
}

function checkCoalesce(context: CheckContext, expr: BinaryExpr, hint: Type | undefined): Type {
  const left = context.walk.infer(context, expr.left, hint);
  const inner = withoutNull(left);
  const right = context.walk.infer(context, expr.right, isError(inner) ? hint : inner);
  if (isError(left) || isError(right)) {
    return errorType;
  }
  if (!hasNull(left) && left.kind !== "never") {
    const gone = { ...expr.span, start: expr.left.span.end };
    report(
      context.sink,
      "FLOW3027",
      expr.left.span,
      { type: printType(left) },
      {
        fixes: [
          {
            title: "Remove `??` and what follows",
            applicability: "suggested",
            edits: [{ span: gone, newText: "" }],
          },
        ],
      },
    );
    return left;
  }
  const common = commonType(inner, right);
  if (common === undefined) {
    const [expected, found] = printTypes(inner, right);
    report(
      context.sink,
      "FLOW3001",
      expr.right.span,
      { expected, found },
      {
        secondary: [{ span: expr.left.span, text: `this is \`${printType(left)}\`` }],
      },
    );
    return errorType;
  }
  return common;
}
