/**
 * Finds operations that have no value whatever the run is given: those of literals alone, and those that one literal
 * spoils, such as a divisor 0. What would fail so is the same evaluator's to say.
 */
import { applyBuiltin } from "../../evaluator/apply-builtin.ts";
import type { Json } from "../../shared/json.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/report.ts";
import type { BuiltinName } from "../ir/expr.ts";
import type { Span } from "../source/span.ts";
import type { AstNode, Expr, IndexExpr, SourceUnit } from "../syntax/ast.ts";
import { bareExpr } from "../syntax/bare.ts";
import { walk } from "../syntax/children.ts";
import type { Tables } from "./check-result.ts";
import { unitValue } from "./unit-text.ts";

/** What is known of an expression; undefined where it depends on the run, or was reported. */
type Known = { readonly value: Json } | undefined;

type Operation = BuiltinName | "element";

/** `reported` has what is wrong already, and takes what is found: an operation with a mistake inside is left alone. */
export function checkConstants(unit: SourceUnit, tables: Tables, reported: Diagnostic[]): void {
  const known = new Map<Expr, Known>();

  const knownOf = (written: Expr): Known => {
    const expr = bareExpr(written);
    if (tables.conversions.has(written) || tables.conversions.has(expr)) {
      return undefined;
    }
    if (!known.has(expr)) {
      known.set(expr, find(expr));
    }
    return known.get(expr);
  };

  const find = (expr: Expr): Known => {
    switch (expr.kind) {
      case "IntExpr":
      case "FloatExpr":
      case "BoolExpr":
        return { value: expr.value };
      case "UnitExpr":
        return { value: unitValue(expr.number, expr.unit) };
      case "StringExpr":
        return textOf(expr.parts);
      case "ListExpr":
        return listOf(expr.elements.map((part) => (part.spread ? undefined : knownOf(part.value))));
      case "UnaryExpr":
        return operator(expr, [expr.operand]);
      case "BinaryExpr":
        return operator(expr, [expr.left, expr.right]);
      case "IndexExpr":
        return index(expr);
      case "CallExpr": {
        const { overload, args = [] } = tables.builtins.get(expr) ?? {};
        const given = args.flatMap((arg) => (arg === undefined ? [] : [arg]));
        return overload === undefined || overload === "fail"
          ? undefined
          : apply(expr, overload, given);
      }
      default:
        return undefined;
    }
  };

  const operator = (
    expr: Extract<Expr, { kind: "UnaryExpr" | "BinaryExpr" }>,
    operands: readonly Expr[],
  ): Known => {
    const resolved = tables.operators.get(expr);
    const value = resolved && apply(expr, resolved.overload, operands);
    return resolved?.round && value !== undefined
      ? settle(expr, "round.unit", [value.value], operands)
      : value;
  };

  const index = (expr: IndexExpr): Known => {
    const [at] = expr.indices;
    if (at === undefined || tables.types.get(expr.object)?.kind !== "list") {
      return undefined;
    }
    const position = knownOf(at)?.value;
    if (typeof position === "number" && position < 0) {
      report(
        reported,
        "FLOW3069",
        at.span,
        { problem: `a list has no index ${position}` },
        {
          hint: "Indices count from 0; the last element of `xs` is `xs[len(xs) - 1]`.",
        },
      );
      return undefined;
    }
    return apply(expr, "element", [expr.object, at]);
  };

  const apply = (expr: Expr, operation: Operation, operands: readonly Expr[]): Known => {
    const values = operands.map(knownOf);
    const all = values.flatMap((value) => (value === undefined ? [] : [value.value]));
    if (all.length === values.length) {
      return settle(expr, operation, all, operands);
    }
    const [first, ...others] = values;
    const any = anyFirst[operation];
    if (any !== undefined && first === undefined && all.length === others.length) {
      settle(expr, operation, [any, ...all], operands);
    }
    return undefined;
  };

  const settle = (
    expr: Expr,
    operation: Operation,
    args: readonly Json[],
    operands: readonly Expr[],
  ): Known => {
    if (reported.some((mistake) => isWithin(mistake.primary.span, expr.span))) {
      return undefined;
    }
    const result = applyBuiltin(operation, args);
    if (result.ok) {
      return { value: result.value };
    }
    const { message: problem } = result.error;
    const last = operands.at(-1)?.span ?? expr.span;
    switch (operation) {
      case "div.int":
      case "mod.int":
        report(reported, "FLOW3068", expr.span, {});
        break;
      case "element":
        report(reported, "FLOW3069", last, { problem });
        break;
      case "matches":
        report(reported, "FLOW3070", last, { problem });
        break;
      default:
        report(reported, "FLOW3071", expr.span, { problem });
    }
    return undefined;
  };

  walk(unit, (node: AstNode) => {
    switch (node.kind) {
      case "UnaryExpr":
      case "BinaryExpr":
      case "IndexExpr":
      case "CallExpr":
        knownOf(node);
        break;
      default:
        break;
    }
  });
}

/**
 * In the place of a first operand that is not known, where the others alone decide whether there is a value: it would
 * be the same with any other.
 */
const anyFirst: { readonly [Name in Operation]?: Json } = {
  "div.int": 1,
  "mod.int": 1,
  matches: "",
  replace: "",
  "take.list": [],
};

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

function textOf(parts: Extract<Expr, { kind: "StringExpr" }>["parts"]): Known {
  const texts = parts.flatMap((part) => (part.kind === "StringText" ? [part.value] : []));
  return texts.length === parts.length ? { value: texts.join("") } : undefined;
}

function listOf(elements: readonly Known[]): Known {
  const values = elements.flatMap((element) => (element === undefined ? [] : [element.value]));
  return values.length === elements.length ? { value: values } : undefined;
}
