import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Expr } from "../ir/expr.ts";
import type {
  Expr as AstExpr,
  BinaryExpr,
  IndexExpr,
  ListExpr,
  MemberExpr,
  NameExpr,
  RecordExpr,
  UnaryExpr,
} from "../syntax/ast.ts";
import {
  builtinCall,
  type Context,
  constant,
  operandPart,
  part,
  reference,
  typeOf,
} from "./context.ts";
import { lowerBuiltin } from "./lower-builtin.ts";
import { lowerCall } from "./lower-call.ts";
import { lowerFor, lowerIf, lowerLazily, lowerTry } from "./lower-control.ts";
import { lowerConversion } from "./lower-conversion.ts";
import { lowerString, lowerUnit } from "./lower-literal.ts";

/** An expression as one of the Plan; what cannot be one (calls, work on data) becomes nodes that it refers to. */
export function lowerExpr(context: Context, expr: AstExpr, hint: string): Expr {
  const conversion = context.tables.conversions.get(expr);
  if (conversion === undefined) {
    return lowerPlain(context, expr, hint);
  }
  return lowerConversion(context, expr, conversion, hint, lowerPlain(context, expr, hint));
}

function lowerPlain(context: Context, expr: AstExpr, hint: string): Expr {
  switch (expr.kind) {
    case "IntExpr":
    case "FloatExpr":
    case "BoolExpr":
      return constant(expr.value);
    case "NullExpr":
      return constant(null);
    case "UnitExpr":
      return lowerUnit(expr);
    case "StringExpr":
      return lowerString(expr, (hole) => {
        const value = lowerExpr(context, hole.expr, operandPart(context, hint, hole.expr, "text"));
        return typeOf(context, hole.expr).kind === "string"
          ? value
          : builtinCall("string", [value], hole.expr.span);
      });
    case "NameExpr":
      return lowerName(context, expr);
    case "MemberExpr":
      return lowerMember(context, expr, hint);
    case "IndexExpr":
      return lowerIndex(context, expr, hint);
    case "CallExpr":
      return context.tables.builtins.has(expr)
        ? lowerBuiltin(context, expr, hint)
        : lowerCall(context, undefined, expr, hint);
    case "UnaryExpr":
      return lowerOperator(context, expr, [expr.operand], hint);
    case "BinaryExpr":
      return expr.operator === "and" || expr.operator === "or" || expr.operator === "??"
        ? lowerLazily(context, expr, expr.operator, hint)
        : lowerOperator(context, expr, [expr.left, expr.right], hint);
    case "RangeExpr":
      return builtinCall(
        "range",
        [
          lowerExpr(context, expr.from, part(context, hint, "from")),
          lowerExpr(context, expr.to, part(context, hint, "to")),
        ],
        expr.span,
      );
    case "ParenExpr":
      return context.lowering.step(context, expr.step, hint);
    case "ListExpr":
      return lowerList(context, expr, hint);
    case "RecordExpr":
      return lowerRecord(context, expr, hint);
    case "IfExpr":
      return lowerIf(context, expr, hint);
    case "ForExpr":
      return lowerFor(context, undefined, expr, hint);
    case "TryExpr":
      return lowerTry(context, expr, hint);
    case "MissingExpr":
      throw new Error("a program with syntax errors is not lowered");
    default:
      return assertNever(expr);
  }
}

function lowerName(context: Context, expr: NameExpr): Expr {
  const symbol = context.tables.resolutions.get(expr);
  invariant(symbol !== undefined && "name" in symbol, `${expr.name} is not resolved`);
  invariant(typeof symbol.name !== "string", `${expr.name} is a builtin without arguments`);
  const value = context.names.get(symbol.name);
  invariant(value !== undefined, `${expr.name} stands for nothing`);
  return value;
}

function lowerMember(context: Context, expr: MemberExpr, hint: string): Expr {
  const object = lowerExpr(context, expr.object, operandPart(context, hint, expr.object, "of"));
  return { op: expr.optional ? "optional-field" : "field", object, name: expr.name.name };
}

function lowerIndex(context: Context, expr: IndexExpr, hint: string): Expr {
  const [first] = expr.indices;
  invariant(first !== undefined && expr.indices.length === 1, "lists and maps have one index");
  const object = lowerExpr(context, expr.object, operandPart(context, hint, expr.object, "of"));
  const index = lowerExpr(context, first, part(context, hint, "index"));
  return typeOf(context, expr.object).kind === "map"
    ? { op: "entry", object, key: index }
    : { op: "element", object, index, origin: expr.span };
}

function lowerOperator(
  context: Context,
  expr: UnaryExpr | BinaryExpr,
  operands: readonly AstExpr[],
  hint: string,
): Expr {
  const operator = context.tables.operators.get(expr);
  invariant(operator !== undefined, `operator at ${expr.span.start} is not resolved`);
  const names = operands.length === 1 ? ["operand"] : ["left", "right"];
  const result = builtinCall(
    operator.overload,
    operands.map((operand, i) =>
      lowerExpr(context, operand, operandPart(context, hint, operand, names[i] ?? i)),
    ),
    expr.span,
  );
  return operator.round ? builtinCall("round.unit", [result], expr.span) : result;
}

function lowerList(context: Context, expr: ListExpr, hint: string): Expr {
  return {
    op: "list",
    elements: expr.elements.map((element, i) => ({
      spread: element.spread,
      value: lowerExpr(context, element.value, operandPart(context, hint, element.value, i)),
    })),
  };
}

/** Spreads are written out field by field; of two fields of one name the later counts, in the place of the first. */
function lowerRecord(context: Context, expr: RecordExpr, hint: string): Expr {
  const fields = new Map<string, Expr>();
  const lets: { readonly id: string; readonly value: Expr }[] = [];
  for (const entry of expr.entries) {
    if (entry.kind === "RecordField") {
      fields.set(
        entry.name.name,
        lowerExpr(context, entry.value, part(context, hint, entry.name.name)),
      );
      continue;
    }
    let value = lowerExpr(context, entry.value, part(context, hint, "spread"));
    if (value.op !== "ref") {
      const id = part(context, hint, "spread");
      lets.push({ id, value });
      value = reference(id);
    }
    const type = typeOf(context, entry.value);
    invariant(type.kind === "record", "only records are spread");
    for (const field of type.fields) {
      fields.set(field.name, { op: "field", object: value, name: field.name });
    }
  }
  const record: Expr = {
    op: "record",
    fields: [...fields].map(([name, value]) => ({ name, value })),
  };
  return lets.reduceRight<Expr>((body, { id, value }) => ({ op: "let", id, value, body }), record);
}
