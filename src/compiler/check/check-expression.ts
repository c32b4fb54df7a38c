import { assertNever } from "../../shared/assert-never.ts";
import type { Expr } from "../syntax/ast.ts";
import { assign } from "./assign.ts";
import { checkCall } from "./calls/check-call.ts";
import type { CheckContext, Expected, Reason } from "./check-context.ts";
import { checkIf, checkTry } from "./expressions/check-branches.ts";
import { checkFor } from "./expressions/check-for.ts";
import { checkList } from "./expressions/check-list.ts";
import { checkIndex, checkMember } from "./expressions/check-member.ts";
import { checkName } from "./expressions/check-name.ts";
import { checkBinary, checkRange, checkUnary } from "./expressions/check-operator.ts";
import { checkRecord } from "./expressions/check-record.ts";
import { checkString } from "./expressions/check-string.ts";
import {
  boolType,
  durationType,
  errorType,
  floatType,
  intType,
  isError,
  literalOf,
  nullType,
  sizeType,
  type Type,
  withoutNull,
} from "./type.ts";
import { unitKind } from "./unit-text.ts";

export function infer(context: CheckContext, expr: Expr, hint?: Type): Type {
  const expected = hint === undefined ? undefined : { type: hint, why: undefined };
  return recordType(context, expr, () => find(context, expr, expected));
}

/**
 * Literals, branches and loops hand the demand on to their parts, so that a misfit is reported at the part. Gives the
 * expression's own type, or `error` where it does not fit.
 */
export function require(context: CheckContext, expr: Expr, type: Type, why: Reason): Type {
  const handsOn = takesDemand(expr, type);
  const expected = { type, why: handsOn ? why : undefined };
  const own = recordType(context, expr, () => find(context, expr, expected));
  if (handsOn && own.kind !== "nothing") {
    return own;
  }
  const before = context.effects;
  const isRight = assign(context, expr, own, type, why);
  if (context.effects !== before) {
    context.tables.effectful.add(expr);
  }
  return isRight ? own : errorType;
}

/** `require` where the place demands a type, `infer` where it only would like one. */
export function check(context: CheckContext, expr: Expr, expected: Expected | undefined): Type {
  return expected?.why === undefined
    ? infer(context, expr, expected?.type)
    : require(context, expr, expected.type, expected.why);
}

function recordType(context: CheckContext, expr: Expr, findType: () => Type): Type {
  const before = context.effects;
  const type = findType();
  context.tables.types.set(expr, type);
  if (context.effects !== before) {
    context.tables.effectful.add(expr);
  }
  return type;
}

/** Whether the check of `expr` itself makes sure that it fits `type`. */
function takesDemand(expr: Expr, type: Type): boolean {
  if (isError(type)) {
    return false;
  }
  const target = withoutNull(type).kind;
  switch (expr.kind) {
    case "ParenExpr":
    case "TryExpr":
      return true;
    case "IfExpr":
      return expr.otherwise !== undefined;
    case "RecordExpr":
      return target === "record" || target === "map";
    case "ListExpr":
      return target === "list";
    default:
      return false;
  }
}

function find(context: CheckContext, expr: Expr, expected: Expected | undefined): Type {
  switch (expr.kind) {
    case "MissingExpr":
      return errorType;
    case "IntExpr":
      return acceptsLiteral(expected?.type, expr.value) ? literalOf([expr.value]) : intType;
    case "FloatExpr":
      return floatType;
    case "UnitExpr":
      return unitKind(expr.unit) === "size" ? sizeType : durationType;
    case "BoolExpr":
      return boolType;
    case "NullExpr":
      return nullType;
    case "StringExpr":
      return checkString(context, expr, expected?.type);
    case "NameExpr":
      return checkName(context, expr, expected?.type);
    case "MemberExpr":
      return checkMember(context, expr, expected?.type);
    case "CallExpr":
      return checkCall(context, expr, expected?.type);
    case "IndexExpr":
      return checkIndex(context, expr);
    case "UnaryExpr":
      return checkUnary(context, expr);
    case "BinaryExpr":
      return checkBinary(context, expr, expected?.type);
    case "RangeExpr":
      return checkRange(context, expr);
    case "ParenExpr":
      return context.walk.step(context, expr.step, expected);
    case "ListExpr":
      return checkList(context, expr, expected);
    case "RecordExpr":
      return checkRecord(context, expr, expected);
    case "IfExpr":
      return checkIf(context, expr, expected);
    case "ForExpr":
      return checkFor(context, expr, expected?.type);
    case "TryExpr":
      return checkTry(context, expr, expected);
    default:
      return assertNever(expr);
  }
}

function acceptsLiteral(hint: Type | undefined, value: number): boolean {
  const type = hint === undefined ? undefined : withoutNull(hint);
  return type?.kind === "literal" && type.values.includes(value);
}
