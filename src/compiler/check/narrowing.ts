/** What a condition says about nulls: `a != null` for names and field paths, through `and`, `or` and `not`. */
import type { ValueSymbol } from "../bind/symbol.ts";
import type { Expr } from "../syntax/ast.ts";
import { isExpr } from "../syntax/bare.ts";
import type { CheckContext, Facts } from "./check-context.ts";
import { nullType, type Type, withoutNull } from "./type.ts";

export type Fact = Omit<Facts, "parent">;

/** What holds where `condition` has come out as `outcome`. */
export function factsOf(context: CheckContext, condition: Expr, outcome: boolean): readonly Fact[] {
  switch (condition.kind) {
    case "ParenExpr":
      return isExpr(condition.step.body) ? factsOf(context, condition.step.body, outcome) : [];
    case "UnaryExpr":
      return condition.operator === "not" ? factsOf(context, condition.operand, !outcome) : [];
    case "BinaryExpr": {
      const { operator, left, right } = condition;
      if ((operator === "and" && outcome) || (operator === "or" && !outcome)) {
        return [...factsOf(context, left, outcome), ...factsOf(context, right, outcome)];
      }
      if (operator === "==" || operator === "!=") {
        const isNull = (operator === "==") === outcome;
        if (right.kind === "NullExpr") {
          return factsOfPath(context, left, isNull);
        }
        return left.kind === "NullExpr" ? factsOfPath(context, right, isNull) : [];
      }
      return [];
    }
    default:
      return [];
  }
}

/** The type of a name or field path with what is known about it. */
export function narrow(context: CheckContext, expr: Expr, type: Type): Type {
  if (context.facts === undefined || type.kind !== "optional") {
    return type;
  }
  const path = pathOf(context, expr);
  for (let at: Facts | undefined = context.facts; at !== undefined; at = at.parent) {
    if (at.symbol === path?.symbol && at.path === path.path) {
      return at.isNull ? nullType : withoutNull(type);
    }
  }
  return type;
}

/** `a?.b != null` shows that `a` is not null either. */
function factsOfPath(context: CheckContext, expr: Expr, isNull: boolean): readonly Fact[] {
  const path = pathOf(context, expr);
  if (path === undefined) {
    return [];
  }
  const outer =
    !isNull && expr.kind === "MemberExpr" && expr.optional
      ? factsOfPath(context, expr.object, false)
      : [];
  return [...outer, { ...path, isNull }];
}

function pathOf(
  context: CheckContext,
  expr: Expr,
): { readonly symbol: ValueSymbol; readonly path: string } | undefined {
  if (expr.kind === "NameExpr") {
    const symbol = context.bindings.resolutions.get(expr);
    return symbol === undefined ? undefined : { symbol, path: "" };
  }
  if (expr.kind === "ParenExpr") {
    return isExpr(expr.step.body) ? pathOf(context, expr.step.body) : undefined;
  }
  if (expr.kind !== "MemberExpr") {
    return undefined;
  }
  const object = pathOf(context, expr.object);
  return object === undefined
    ? undefined
    : { symbol: object.symbol, path: `${object.path}.${expr.name.name}` };
}
