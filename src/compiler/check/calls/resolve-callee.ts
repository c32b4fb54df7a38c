import type { BuiltinFunction } from "../../bind/builtin-names.ts";
import type { CallableDecl, ValueSymbol } from "../../bind/symbol.ts";
import { report } from "../../diagnostics/report.ts";
import type { Span } from "../../source/span.ts";
import type { Callee, Expr } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { reportUnknown } from "../expressions/check-name.ts";
import { printType } from "../print-type.ts";
import { isError } from "../type.ts";

export type Target =
  | { readonly kind: "declared"; readonly declaration: CallableDecl }
  | { readonly kind: "builtin"; readonly name: BuiltinFunction };

/** What the callee of a pattern stands for; undefined where it is nothing to call, which is reported. */
export function resolvePatternCallee(context: CheckContext, callee: Callee): Target | undefined {
  const symbol = context.bindings.resolutions.get(callee.name);
  return symbol === undefined ? undefined : toTarget(context, symbol, callee.name.span);
}

/** What is a method elsewhere, and here a step. */
const stepFor: ReadonlyMap<string, string> = new Map([
  [
    "map",
    "A function goes over elements in a step: `map f over xs`, an expression in `for x in xs { ... }`.",
  ],
  ["filter", "Elements are chosen with `for x in xs where c { x }`."],
  ["forEach", "Elements are gone through with `for x in xs { ... }`."],
  [
    "reduce",
    "Elements are made one by `fold f over xs`, those of a key by `reduce f over (shuffle xs by k)`.",
  ],
  ["sort", "Elements are ordered by `sort xs by a desc, b`."],
  ["groupBy", "Aggregates of a key are `group x in xs by k { n: count() }`."],
  [
    "join",
    'Datasets are joined by `join a in xs by k and b in ys by k`, strings by `concat(xs, ", ")`.',
  ],
  ["push", "A list with one element more is `[...xs, x]`."],
  ["append", "A list with one element more is `[...xs, x]`."],
]);

/** What the callee of a call expression stands for. */
export function resolveCallTarget(context: CheckContext, callee: Expr): Target | undefined {
  switch (callee.kind) {
    case "NameExpr": {
      const symbol = context.bindings.resolutions.get(callee);
      if (symbol === undefined) {
        reportUnknown(context, callee, undefined);
        return undefined;
      }
      return toTarget(context, symbol, callee.span);
    }
    case "MemberExpr": {
      const member = context.bindings.resolutions.get(callee.name);
      if (member !== undefined) {
        return toTarget(context, member, callee.name.span);
      }
      const type = context.walk.infer(context, callee.object);
      if (!isError(type) && callee.name.name !== "") {
        report(
          context.sink,
          "FLOW3040",
          callee.name.span,
          { name: callee.name.name },
          {
            secondary: [{ span: callee.object.span, text: `this is \`${printType(type)}\`` }],
            hint:
              stepFor.get(callee.name.name) ??
              `There are no methods: write \`${callee.name.name}(x, ...)\` for \`x.${callee.name.name}(...)\`.`,
          },
        );
      }
      return undefined;
    }
    default: {
      const type = context.walk.infer(context, callee);
      if (!isError(type)) {
        report(context.sink, "FLOW3040", callee.span, { name: undefined });
      }
      return undefined;
    }
  }
}

function toTarget(context: CheckContext, symbol: ValueSymbol, span: Span): Target | undefined {
  switch (symbol.kind) {
    case "callable":
      return { kind: "declared", declaration: symbol.declaration };
    case "builtin":
      return { kind: "builtin", name: symbol.name };
    case "unresolved":
      return undefined;
    default:
      report(
        context.sink,
        "FLOW3040",
        span,
        { name: symbol.name.name },
        {
          secondary: [{ span: symbol.name.span, text: "declared here" }],
        },
      );
      return undefined;
  }
}
