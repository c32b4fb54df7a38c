import type { Fix } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/report.ts";
import type { BuiltinName } from "../../ir/expr.ts";
import type { BinaryExpr, Expr, RangeExpr, UnaryExpr } from "../../syntax/ast.ts";
import { literalText, reportMismatch } from "../assign.ts";
import { isJsonValue } from "../assignable.ts";
import { bareExpr } from "../bare.ts";
import { type CheckContext, noReason, withFacts } from "../check-context.ts";
import { commonType } from "../common-type.ts";
import { factsOf } from "../narrowing.ts";
import { printType, printTypes } from "../print-type.ts";
import { sourceText } from "../source-text.ts";
import {
  boolType,
  errorType,
  floatType,
  hasNull,
  intType,
  isError,
  listOf,
  stringType,
  type Type,
  widened,
  withoutNull,
} from "../type.ts";
import { coalesceFix } from "../wrap-fix.ts";

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
        fixes: [{ title: "Remove `??` and what follows", edits: [{ span: gone, newText: "" }] }],
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

function checkEquality(context: CheckContext, expr: BinaryExpr): Type {
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

function checkOrder(context: CheckContext, expr: BinaryExpr): Type {
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

interface Arithmetic {
  readonly type: Type;
  readonly overload: BuiltinName;
  readonly round: boolean;
}

function checkArithmetic(context: CheckContext, expr: BinaryExpr): Type {
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

export function isNumber({ kind }: Type): boolean {
  return kind === "int" || kind === "float";
}

function isUnit({ kind }: Type): boolean {
  return kind === "size" || kind === "duration";
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

/** Whether `type` may be null where it must not, which is then reported. */
export function reportNull(context: CheckContext, expr: Expr, type: Type): boolean {
  if (!hasNull(type)) {
    return false;
  }
  const inner = withoutNull(type);
  report(
    context.sink,
    "FLOW3014",
    expr.span,
    {
      expected: inner.kind === "never" ? "a value" : printType(inner),
      found: printType(type),
    },
    {
      hint: "Give a value for null with `??`, or compare with null in an `if` around it.",
      fixes: coalesceFix(expr, inner, true),
    },
  );
  return true;
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
  const parts = [holeText(context, expr.left), holeText(context, expr.right)];
  const fixes: readonly Fix[] = parts.includes(undefined)
    ? []
    : [
        {
          title: "Interpolate",
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

/** The inside of a string for a literal, a hole for all else; undefined across lines, which a string cannot hold. */
function holeText(context: CheckContext, operand: Expr): string | undefined {
  const expr = bareExpr(operand);
  const text = sourceText(context, expr.span);
  if (text.includes("\n")) {
    return undefined;
  }
  if (expr.kind === "StringExpr" && text.startsWith('"')) {
    return text.slice(1, -1);
  }
  return literalText(expr) ?? `\${${text}}`;
}

function reportOperands(context: CheckContext, expr: BinaryExpr, left: Type, right: Type): void {
  const [one, other] = printTypes(left, right);
  report(
    context.sink,
    "FLOW3031",
    expr.span,
    { operator: expr.operator, left: one, right: other },
    {
      secondary: [
        { span: expr.left.span, text: `this is \`${one}\`` },
        { span: expr.right.span, text: `this is \`${other}\`` },
      ],
      hint: operandHint(expr, widened(withoutNull(left)), widened(withoutNull(right))),
    },
  );
}

function operandHint(expr: BinaryExpr, left: Type, right: Type): string | undefined {
  const kinds = new Set([left.kind, right.kind]);
  if (kinds.has("string") && (kinds.has("int") || kinds.has("float"))) {
    const number = kinds.has("int") ? "int" : "float";
    return `Write \`${number}(...)\` to read a string as a number.`;
  }
  if (kinds.has("size") && kinds.has("int") && expr.operator !== "*") {
    return "Give the number a unit: `1 MB`.";
  }
  if (kinds.has("duration") && kinds.has("int") && expr.operator !== "*") {
    return "Give the number a unit: `10 s`.";
  }
  if (left.kind === "list" && right.kind === "list" && expr.operator === "+") {
    return "Lists are put together by spreading: `[...a, ...b]`.";
  }
  if (left.kind === "dataset" && right.kind === "dataset" && expr.operator === "+") {
    return "Datasets are put together by `flatten([a, b])`.";
  }
  return undefined;
}
