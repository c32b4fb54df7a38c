import { invariant } from "../../shared/invariant.ts";
import type { Tables } from "../check/check-result.ts";
import { toIr } from "../check/to-ir.ts";
import type { Type } from "../check/type.ts";
import { type BuiltinName, type Expr, mayFail } from "../ir/expr.ts";
import type { NodeId, Region } from "../ir/plan.ts";
import type { IrType } from "../ir/type.ts";
import type { Span } from "../source/span.ts";
import type {
  Expr as AstExpr,
  Block,
  Identifier,
  Step,
  StepBody,
  TypeNode,
} from "../syntax/ast.ts";
import type { FunctionTable } from "./function-table.ts";
import { createRegionBuilder, type IdSet, type RegionBuilder } from "./region-builder.ts";

/** Where lowering stands. Contexts are values: going into a region, a sub-workflow or a step makes another one. */
export interface Context {
  readonly tables: Tables;
  readonly functions: FunctionTable;
  readonly ids: IdSet;
  /** What each name stands for, by the identifier that introduces it; one map per use of a workflow. */
  readonly names: Map<Identifier, Expr>;
  /** Takes the nodes of the region being made. */
  readonly region: RegionBuilder;
  /** Begins the ids of the bindings of the block being lowered: empty, or ending in `/`. */
  readonly prefix: string;
  /** What every node of the step being lowered must wait for, besides what it mentions. */
  readonly after: readonly NodeId[];
  readonly lowering: Lowering;
}

/**
 * The mutually recursive parts, so that each stands in a file of its own. `hint` is an id, taken already, for the one
 * node that stands for the whole of what is lowered; ids for its parts come from `part`.
 */
export interface Lowering {
  expr(context: Context, expr: AstExpr, hint: string): Expr;
  step(context: Context, step: Step, hint: string): Expr;
  /** A block without effects, as one expression. */
  pureBlock(context: Context, block: Block, hint: string): Expr;
  /** A block as nodes of the context's region; gives its value. */
  blockItems(context: Context, block: Block, resultHint: string): Expr;
}

export function typeOf(context: Context, node: AstExpr | StepBody | Step | TypeNode): Type {
  const type = context.tables.types.get(node);
  invariant(type !== undefined, `${node.kind} at ${node.span.start} has no type`);
  return type;
}

export function irTypeOf(context: Context, node: AstExpr | StepBody | Step | TypeNode): IrType {
  return toIr(typeOf(context, node));
}

export function blockTypeOf(context: Context, block: Block): IrType {
  const type = context.tables.blocks.get(block);
  invariant(type !== undefined, `block at ${block.span.start} has no type`);
  return toIr(type);
}

/** Type, `after` and origin as every node has them. */
export function nodeParts(
  context: Context,
  id: NodeId,
  type: IrType,
  origin: Span,
): {
  readonly id: NodeId;
  readonly type: IrType;
  readonly after: readonly NodeId[];
  readonly origin: Span;
} {
  return { id, type, after: context.after, origin };
}

export const constant = (value: string | number | boolean | null): Expr => ({ op: "const", value });

export const reference = (id: string): Expr => ({ op: "ref", id });

/** A builtin that stands at `origin` in the source, which an error of it names. */
export function builtinCall(name: BuiltinName, args: readonly Expr[], origin: Span): Expr {
  return { op: "call", function: name, args, ...(mayFail(name) && { origin }) };
}

/** Parentheses without clauses taken off. */
export function bare(expr: AstExpr): AstExpr | StepBody {
  let inner: AstExpr | StepBody = expr;
  while (
    inner.kind === "ParenExpr" &&
    inner.step.options === undefined &&
    inner.step.after.length === 0
  ) {
    inner = inner.step.body;
  }
  return inner;
}

/** A block as a region of its own. Its bindings are called `prefix` and their name. */
export function lowerRegion(
  context: Context,
  block: Block,
  params: readonly string[],
  prefix: string,
  resultHint: string,
): Region {
  return regionOf(context, params, prefix, (inner) =>
    inner.lowering.blockItems(inner, block, resultHint),
  );
}

/** A region made by `lower`, which gives its result. */
export function regionOf(
  context: Context,
  params: readonly string[],
  prefix: string,
  lower: (inner: Context) => Expr,
): Region {
  const region = createRegionBuilder();
  const result = lower({ ...context, region, prefix, after: [] });
  return region.finish(params, result);
}

/** Takes the id of a part of what `hint` stands for. */
export function part(context: Context, hint: string, name: string | number): string {
  return context.ids.take(`${hint}/${name}`);
}

/** As `part`, for an operand: the node of a call is named after what it calls, which says more than its place. */
export function operandPart(
  context: Context,
  hint: string,
  operand: AstExpr,
  place: string | number,
): string {
  const inner = bare(operand);
  const callee = inner.kind === "CallExpr" && context.tables.calls.has(inner) && inner.callee;
  return part(context, hint, callee && callee.kind === "NameExpr" ? callee.name : place);
}
