/** `if`, `try`, `for` and the operators that may leave their right side alone. */
import { invariant } from "../../shared/invariant.ts";
import { toIr } from "../check/to-ir.ts";
import type { Expr } from "../ir/expr.ts";
import type { Region } from "../ir/plan.ts";
import type { Expr as AstExpr, BinaryExpr, ForExpr, IfExpr, Step, TryExpr } from "../syntax/ast.ts";
import {
  type Context,
  constant,
  irTypeOf,
  lowerRegion,
  nodeParts,
  part,
  reference,
  regionOf,
} from "./context.ts";
import { optionsOf } from "./node-options.ts";
import { stageSource } from "./stage-source.ts";

/** An expression, also where only its condition needs nodes; a branch where an arm does. */
export function lowerIf(context: Context, expr: IfExpr, hint: string): Expr {
  const condition = context.lowering.expr(
    context,
    expr.condition,
    part(context, hint, "condition"),
  );
  const { otherwise } = expr;
  if (!armsHaveEffects(context, expr)) {
    return {
      op: "if",
      condition,
      then: context.lowering.pureBlock(context, expr.then, part(context, hint, "then")),
      otherwise:
        otherwise === undefined
          ? constant(null)
          : otherwise.kind === "IfExpr"
            ? lowerIf(context, otherwise, part(context, hint, "else"))
            : context.lowering.pureBlock(context, otherwise, part(context, hint, "else")),
    };
  }
  return branch(
    context,
    expr,
    hint,
    condition,
    lowerRegion(context, expr.then, [], `${hint}/then/`, part(context, hint, "then")),
    otherwise === undefined
      ? regionOf(context, [], `${hint}/else/`, () => constant(null))
      : otherwise.kind === "IfExpr"
        ? regionOf(context, [], `${hint}/else/`, (inner) =>
            lowerIf(inner, otherwise, part(context, hint, "else")),
          )
        : lowerRegion(context, otherwise, [], `${hint}/else/`, part(context, hint, "else")),
  );
}

function armsHaveEffects(context: Context, expr: IfExpr): boolean {
  const { effectful } = context.tables;
  return (
    effectful.has(expr.then) || (expr.otherwise !== undefined && effectful.has(expr.otherwise))
  );
}

export function lowerTry(context: Context, expr: TryExpr, hint: string): Expr {
  const error = part(context, hint, expr.error.name);
  context.names.set(expr.error, reference(error));
  if (!context.tables.effectful.has(expr)) {
    return {
      op: "try",
      body: context.lowering.pureBlock(context, expr.body, part(context, hint, "try")),
      id: error,
      handler: context.lowering.pureBlock(context, expr.handler, part(context, hint, "catch")),
    };
  }
  context.region.add({
    kind: "try",
    ...nodeParts(context, hint, irTypeOf(context, expr), expr.span),
    body: lowerRegion(context, expr.body, [], `${hint}/try/`, part(context, hint, "try")),
    handler: lowerRegion(
      context,
      expr.handler,
      [error],
      `${hint}/catch/`,
      part(context, hint, "catch"),
    ),
  });
  return reference(hint);
}

/** `and`, `or`, `??`: a right side with calls runs only where it decides, as the arm of a branch. */
export function lowerLazily(
  context: Context,
  expr: BinaryExpr,
  operator: "and" | "or" | "??",
  hint: string,
): Expr {
  const leftId = part(context, hint, "left");
  const left = context.lowering.expr(context, expr.left, leftId);
  if (!context.tables.effectful.has(expr.right)) {
    const right = context.lowering.expr(context, expr.right, part(context, hint, "right"));
    return { op: operator === "??" ? "coalesce" : operator, left, right };
  }
  const right = regionOf(context, [], `${hint}/right/`, (inner) =>
    inner.lowering.expr(inner, expr.right, part(context, hint, "right")),
  );
  const known = (value: Expr) => regionOf(context, [], `${hint}/left/`, () => value);
  switch (operator) {
    case "and":
      return branch(context, expr, hint, left, right, known(constant(false)));
    case "or":
      return branch(context, expr, hint, left, known(constant(true)), right);
    case "??": {
      const value = named(context, expr.left, left, leftId);
      const isNull: Expr = { op: "call", function: "eq", args: [value, constant(null)] };
      return branch(context, expr, hint, isNull, right, known(value));
    }
  }
}

/** A value that is mentioned twice gets a node, unless it is the name of one already. */
function named(context: Context, ast: AstExpr, value: Expr, id: string): Expr {
  if (value.op === "ref") {
    return value;
  }
  context.region.add({
    kind: "value",
    ...nodeParts(context, id, irTypeOf(context, ast), ast.span),
    expr: value,
  });
  return reference(id);
}

function branch(
  context: Context,
  expr: AstExpr,
  hint: string,
  condition: Expr,
  then: Region,
  otherwise: Region,
): Expr {
  context.region.add({
    kind: "branch",
    ...nodeParts(context, hint, irTypeOf(context, expr), expr.span),
    condition,
    then,
    otherwise,
  });
  return reference(hint);
}

/**
 * A `for` without calls runs inside the tasks that hold the data (over a dataset) or is an expression (over a list); one
 * with calls is a region per element.
 */
export function lowerFor(
  context: Context,
  step: Step | undefined,
  expr: ForExpr,
  hint: string,
): Expr {
  const iteration = context.tables.iterations.get(expr);
  invariant(iteration !== undefined, `for at ${expr.span.start} is not resolved`);
  const source = context.lowering.expr(context, expr.source, part(context, hint, "in"));
  const element = part(context, hint, expr.binder.name);
  context.names.set(expr.binder, reference(element));
  const index = expr.index === undefined ? null : part(context, hint, expr.index.name);
  if (expr.index !== undefined && index !== null) {
    context.names.set(expr.index, reference(index));
  }
  const where =
    expr.where === undefined
      ? null
      : context.lowering.expr(context, expr.where, part(context, hint, "where"));
  if (!iteration.hasCalls) {
    const value = context.lowering.pureBlock(context, expr.body, hint);
    if (iteration.over === "list") {
      return { op: "for", source, id: element, index, where, body: value };
    }
    return pureFor(context, step, expr, hint, source, { id: element, index, where, value });
  }
  const { output } = iteration;
  invariant(output !== "streams", "a for has no streams");
  context.region.add({
    kind: "each",
    ...nodeParts(context, hint, irTypeOf(context, expr), expr.span),
    source: stageSource(context, expr.source, source, toIr(iteration.element), iteration.over),
    where,
    body: lowerRegion(
      context,
      expr.body,
      index === null ? [element] : [element, index],
      `${hint}/`,
      part(context, hint, "return"),
    ),
    output,
    options: optionsOf(context, step, undefined).node,
  });
  return reference(hint);
}

function pureFor(
  context: Context,
  step: Step | undefined,
  expr: ForExpr,
  hint: string,
  source: Expr,
  op: {
    readonly id: string;
    readonly index: string | null;
    readonly where: Expr | null;
    readonly value: Expr;
  },
): Expr {
  const iteration = context.tables.iterations.get(expr);
  invariant(iteration !== undefined, `for at ${expr.span.start} is not resolved`);
  const type = irTypeOf(context, expr);
  invariant(type.kind === "dataset", "a for over a dataset makes one");
  const many = iteration.output === "datasets";
  invariant(!many, "a pure for over a dataset gives values");
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, expr.span),
    input: {
      source: { kind: "dataset", value: source, element: toIr(iteration.element) },
      ops: [{ op: "for", step: hint, origin: expr.span, ...op }],
      element: type.element,
    },
    output: "dataset",
    options: optionsOf(context, step, undefined).node,
  });
  return reference(hint);
}
