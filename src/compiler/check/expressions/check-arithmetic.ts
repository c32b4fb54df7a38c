import type { Fix } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/report.ts";
import type { BuiltinName } from "../../ir/expr.ts";
import type { BinaryExpr, Expr } from "../../syntax/ast.ts";
import { bareExpr } from "../../syntax/bare.ts";
import { literalText } from "../assign.ts";
import type { CheckContext } from "../check-context.ts";
import { printType } from "../print-type.ts";
import { sourceText } from "../source-text.ts";
import {
  errorType,
  floatType,
  hasNull,
  intType,
  isError,
  stringType,
  type Type,
  widened,
  withoutNull,
} from "../type.ts";
import { isNumber, isUnit, reportNull, reportOperands } from "./operands.ts";

export function checkArithmetic(context: CheckContext, expr: BinaryExpr): Type {
  const left = context.walk.infer(context, expr.left);
  const right = context.walk.infer(context, expr.right);
  if (isError(left) || isError(right)) {
    return errorType;
  }
  if (expr.operator === "+" && isText(left, right)) {
    reportConcatenation(context, expr, left, right);
    return stringType;
  }
  if (reportNull(context, expr.left, left) || reportNull(context, expr.right, right)) {
    return errorType;
  }
  const result = arithmetic(expr.operator, widened(left), widened(right));
  if (result === undefined) {
    reportOperands(context, expr, left, right);
    return errorType;
  }
  context.tables.operators.set(expr, { overload: result.overload, round: result.round });
  return result.type;
}

interface Arithmetic {
  readonly type: Type;
  readonly overload: BuiltinName;
  readonly round: boolean;
}

const operations = { "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod" } as const;

/** Sizes and durations add to their own kind, scale by numbers, and divide into a number. */
function arithmetic(operator: string, left: Type, right: Type): Arithmetic | undefined {
  const operation = isArithmetic(operator) ? operations[operator] : undefined;
  if (operation === undefined) {
    return undefined;
  }
  if (left.kind === "int" && right.kind === "int") {
    return { type: intType, overload: `${operation}.int`, round: false };
  }
  const overload: BuiltinName = `${operation}.float`;
  if (isNumber(left) && isNumber(right)) {
    return { type: floatType, overload, round: false };
  }
  if (isUnit(left) && right.kind === left.kind) {
    switch (operation) {
      case "add":
      case "sub":
        return { type: left, overload, round: true };
      case "div":
        return { type: floatType, overload, round: false };
      default:
        return undefined;
    }
  }
  if (isUnit(left) && isNumber(right) && (operation === "mul" || operation === "div")) {
    return { type: left, overload, round: true };
  }
  return isNumber(left) && isUnit(right) && operation === "mul"
    ? { type: right, overload, round: true }
    : undefined;
}

function isArithmetic(operator: string): operator is keyof typeof operations {
  return Object.hasOwn(operations, operator);
}

function isText(left: Type, right: Type): boolean {
  const kinds = [widened(withoutNull(left)).kind, widened(withoutNull(right)).kind];
  return kinds.includes("string");
}

function reportConcatenation(
  context: CheckContext,
  expr: BinaryExpr,
  left: Type,
  right: Type,
): void {
  // Of a chain the first sign is told: what mends it is the same for the others.
  if (isTold(context, expr.left)) {
    return;
  }
  const parts = [holeText(context, expr.left), holeText(context, expr.right)];
  const fixes: readonly Fix[] = parts.includes(undefined)
    ? []
    : [
        {
          title: "Interpolate",
          // What is null would be written out as such.
          applicability: hasNull(left) || hasNull(right) ? "suggested" : "safe",
          edits: [{ span: expr.span, newText: `"${parts.join("")}"` }],
        },
      ];
  const [found, other] = [printType(left), printType(right)];
  report(
    context.sink,
    "FLOW3030",
    expr.span,
    { left: found, right: other },
    {
      hint: 'Put the values into one string: `"${a}${b}"`.',
      fixes,
    },
  );
}

function isTold({ tables }: CheckContext, operand: Expr): boolean {
  const expr = bareExpr(operand);
  return (
    expr.kind === "BinaryExpr" &&
    expr.operator === "+" &&
    tables.types.get(expr)?.kind === "string" &&
    !tables.operators.has(expr)
  );
}

/** The inside of a string for a literal, a hole for all else; undefined across lines, which a string cannot hold. */
function holeText(context: CheckContext, operand: Expr): string | undefined {
  const expr = bareExpr(operand);
  const text = sourceText(context, expr.span);
  if (text.includes("\n")) {
    return undefined;
  }
  if (expr.kind === "StringExpr") {
    // Quotes of another kind are mended first.
    return text.startsWith('"') ? text.slice(1, -1) : undefined;
  }
  return literalText(expr) ?? `\${${text}}`;
}
