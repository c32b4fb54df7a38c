import { report } from "../diagnostics/report.ts";
import type { Expr, StepBody } from "../syntax/ast.ts";
import type { CheckContext } from "./check-context.ts";
import {
  addDimensions,
  anyExtent,
  constantDimension,
  constantValue,
  type Dimension,
  divideDimensions,
  multiplyDimensions,
  namedDimension,
  negateDimension,
  type Polynomial,
  remainderOfDimensions,
} from "./dimension.ts";

/** A dimension as written in a type. What is no dimension is reported and becomes an extent related to nothing. */
export function resolveDimension(context: CheckContext, expr: Expr): Dimension {
  if (expr.kind === "NameExpr" && expr.name === "_") {
    return anyExtent;
  }
  const dimension = toPolynomial(expr, (name) => namedDimension(name));
  if (dimension === undefined) {
    if (!holdsMissing(expr)) {
      report(context.sink, "FLOW3011", expr.span, {});
    }
    return anyExtent;
  }
  const value = constantValue(dimension);
  if (value !== undefined && value < 0) {
    report(context.sink, "FLOW3011", expr.span, {}, { label: "this is below 0" });
    return anyExtent;
  }
  return dimension;
}

/** An integer expression in normal form; `nameOf` may refuse a name. Undefined for what is no such expression. */
export function toPolynomial(
  expr: StepBody,
  nameOf: (name: string, expr: Expr) => Polynomial | undefined,
): Polynomial | undefined {
  switch (expr.kind) {
    case "IntExpr":
      return Number.isSafeInteger(expr.value) ? constantDimension(expr.value) : undefined;
    case "NameExpr":
      return expr.name === "_" ? undefined : nameOf(expr.name, expr);
    case "ParenExpr":
      return toPolynomial(expr.step.body, nameOf);
    case "UnaryExpr": {
      const operand = toPolynomial(expr.operand, nameOf);
      return operand === undefined || expr.operator !== "-" ? undefined : negateDimension(operand);
    }
    case "BinaryExpr": {
      const left = toPolynomial(expr.left, nameOf);
      const right = toPolynomial(expr.right, nameOf);
      if (left === undefined || right === undefined) {
        return undefined;
      }
      switch (expr.operator) {
        case "+":
          return addDimensions(left, right);
        case "-":
          return addDimensions(left, negateDimension(right));
        case "*":
          return multiplyDimensions(left, right);
        case "/":
          return divideDimensions(left, right);
        case "%":
          return remainderOfDimensions(left, right);
        default:
          return undefined;
      }
    }
    default:
      return undefined;
  }
}

function holdsMissing(expr: Expr): boolean {
  return (
    expr.kind === "MissingExpr" ||
    (expr.kind === "BinaryExpr" && (holdsMissing(expr.left) || holdsMissing(expr.right)))
  );
}
