/** Structural traversal: the one place that knows where a node keeps its expressions and regions. */
import { assertNever } from "../../shared/assert-never.ts";
import type { Expr } from "./expr.ts";
import {
  AGGREGATE_ELEMENT,
  type Aggregate,
  type Combine,
  type ExchangeInput,
  type NodeOptions,
  type Op,
  type PlanArgument,
  type PlanNode,
  type Region,
  type StageInput,
  type StageSource,
} from "./plan.ts";

/** `expr` with each direct child replaced by `visit(child)`; the same object where nothing changed. */
export function mapChildren(expr: Expr, visit: (child: Expr) => Expr): Expr {
  switch (expr.op) {
    case "const":
    case "ref":
      return expr;
    case "field":
    case "optional-field": {
      const object = visit(expr.object);
      return object === expr.object ? expr : { ...expr, object };
    }
    case "element": {
      const object = visit(expr.object);
      const index = visit(expr.index);
      return object === expr.object && index === expr.index ? expr : { ...expr, object, index };
    }
    case "entry": {
      const object = visit(expr.object);
      const key = visit(expr.key);
      return object === expr.object && key === expr.key ? expr : { ...expr, object, key };
    }
    case "call": {
      const args = mapList(expr.args, visit);
      return args === expr.args ? expr : { ...expr, args };
    }
    case "record": {
      const fields = mapValues(expr.fields, visit);
      return fields === expr.fields ? expr : { ...expr, fields };
    }
    case "list": {
      const elements = mapValues(expr.elements, visit);
      return elements === expr.elements ? expr : { ...expr, elements };
    }
    case "if": {
      const condition = visit(expr.condition);
      const then = visit(expr.then);
      const otherwise = visit(expr.otherwise);
      return condition === expr.condition && then === expr.then && otherwise === expr.otherwise
        ? expr
        : { ...expr, condition, then, otherwise };
    }
    case "and":
    case "or":
    case "coalesce": {
      const left = visit(expr.left);
      const right = visit(expr.right);
      return left === expr.left && right === expr.right ? expr : { ...expr, left, right };
    }
    case "let": {
      const value = visit(expr.value);
      const body = visit(expr.body);
      return value === expr.value && body === expr.body ? expr : { ...expr, value, body };
    }
    case "for": {
      const source = visit(expr.source);
      const where = expr.where === null ? null : visit(expr.where);
      const body = visit(expr.body);
      return source === expr.source && where === expr.where && body === expr.body
        ? expr
        : { ...expr, source, where, body };
    }
    case "try": {
      const body = visit(expr.body);
      const handler = visit(expr.handler);
      return body === expr.body && handler === expr.handler ? expr : { ...expr, body, handler };
    }
    default:
      return assertNever(expr);
  }
}

function mapList(items: readonly Expr[], visit: (child: Expr) => Expr): readonly Expr[] {
  const mapped = items.map(visit);
  return mapped.every((item, i) => item === items[i]) ? items : mapped;
}

function mapValues<T extends { readonly value: Expr }>(
  items: readonly T[],
  visit: (child: Expr) => Expr,
): readonly T[] {
  const mapped = items.map((item) => {
    const value = visit(item.value);
    return value === item.value ? item : { ...item, value };
  });
  return mapped.every((item, i) => item === items[i]) ? items : mapped;
}

/** What a traversal does with the expressions and regions of a node. */
export interface NodeRewriter {
  /** `bound`: names that the node itself binds in this expression. */
  expr(expr: Expr, bound: readonly string[]): Expr;
  region(region: Region): Region;
}

const NONE: readonly string[] = [];

/** `node` with every expression and region it holds directly replaced. */
export function rewriteNode(node: PlanNode, rewriter: NodeRewriter): PlanNode {
  const expr = (e: Expr) => rewriter.expr(e, NONE);
  const optional = (e: Expr | null) => (e === null ? null : expr(e));
  switch (node.kind) {
    case "value":
      return { ...node, expr: expr(node.expr) };
    case "files":
      return { ...node, pattern: expr(node.pattern) };
    case "call":
      return { ...node, args: rewriteArguments(node.args, expr) };
    case "split":
      return {
        ...node,
        source: expr(node.source),
        unit:
          node.unit.kind === "lines" ? { kind: "lines", count: expr(node.unit.count) } : node.unit,
        into: optional(node.into),
      };
    case "map":
      return { ...node, input: rewriteInput(node.input, rewriter) };
    case "exchange":
      return {
        ...node,
        inputs: node.inputs.map(
          (input): ExchangeInput => ({ ...input, ...rewriteInput(input, rewriter) }),
        ),
        into: optional(node.into),
        combine: node.combine === null ? null : rewriteCombine(node.combine, rewriter),
      };
    case "fold":
      return {
        ...node,
        input: rewriteInput(node.input, rewriter),
        with:
          node.with.kind === "function"
            ? { ...node.with, fixed: rewriteArguments(node.with.fixed, expr) }
            : node.with,
        from: optional(node.from),
      };
    case "take":
      return { ...node, source: expr(node.source), count: expr(node.count) };
    case "flatten":
      return { ...node, sources: expr(node.sources) };
    case "each":
      return {
        ...node,
        source: rewriteSource(node.source, expr),
        where: node.where === null ? null : rewriter.expr(node.where, node.body.params),
        body: rewriter.region(node.body),
      };
    case "loop":
      return {
        ...node,
        init: expr(node.init),
        times: expr(node.times),
        body: rewriter.region(node.body),
        until: node.until === null ? null : rewriter.expr(node.until, node.body.params),
      };
    case "branch":
      return {
        ...node,
        condition: expr(node.condition),
        then: rewriter.region(node.then),
        otherwise: rewriter.region(node.otherwise),
      };
    case "try":
      return {
        ...node,
        body: rewriter.region(node.body),
        handler: rewriter.region(node.handler),
      };
    case "assert":
      return { ...node, condition: expr(node.condition), message: expr(node.message) };
    default:
      return assertNever(node);
  }
}

function rewriteArguments(
  args: readonly PlanArgument[],
  expr: (e: Expr) => Expr,
): readonly PlanArgument[] {
  return args.map((arg) => ({ ...arg, value: expr(arg.value) }));
}

function rewriteInput(input: StageInput, rewriter: NodeRewriter): StageInput {
  const expr = (e: Expr) => rewriter.expr(e, NONE);
  return {
    ...input,
    source: rewriteSource(input.source, expr),
    ops: input.ops.map((op) => rewriteOp(op, rewriter)),
  };
}

function rewriteSource(source: StageSource, expr: (e: Expr) => Expr): StageSource {
  return source.kind === "range"
    ? { ...source, from: expr(source.from), to: expr(source.to) }
    : { ...source, value: expr(source.value) };
}

function rewriteOp(op: Op, rewriter: NodeRewriter): Op {
  const expr = (e: Expr) => rewriter.expr(e, NONE);
  switch (op.op) {
    case "for": {
      const bound = op.index === null ? [op.id] : [op.id, op.index];
      return {
        ...op,
        where: op.where === null ? null : rewriter.expr(op.where, bound),
        value: rewriter.expr(op.value, bound),
      };
    }
    case "call":
      return {
        ...op,
        fixed: rewriteArguments(op.fixed, expr),
        batch: op.batch === null ? null : expr(op.batch),
      };
    case "reduce":
      return { ...op, fixed: rewriteArguments(op.fixed, expr) };
    case "aggregate":
      return { ...op, aggregates: rewriteAggregates(op.aggregates, rewriter) };
    case "decode":
    case "join":
    case "elements":
    case "flatten":
      return op;
    default:
      return assertNever(op);
  }
}

function rewriteCombine(combine: Combine, rewriter: NodeRewriter): Combine {
  return combine.kind === "function"
    ? { ...combine, fixed: rewriteArguments(combine.fixed, (e) => rewriter.expr(e, NONE)) }
    : { ...combine, aggregates: rewriteAggregates(combine.aggregates, rewriter) };
}

function rewriteAggregates(
  aggregates: readonly Aggregate[],
  rewriter: NodeRewriter,
): readonly Aggregate[] {
  return aggregates.map((aggregate) => ({
    ...aggregate,
    value: aggregate.value === null ? null : rewriter.expr(aggregate.value, [AGGREGATE_ELEMENT]),
  }));
}

/** Options of a node that has some, else undefined. */
export function optionsOf(node: PlanNode): NodeOptions | undefined {
  return "options" in node ? node.options : undefined;
}

/** The regions a node holds directly, in order. */
export function regionsOf(node: PlanNode): readonly Region[] {
  switch (node.kind) {
    case "each":
    case "loop":
      return [node.body];
    case "branch":
      return [node.then, node.otherwise];
    case "try":
      return [node.body, node.handler];
    default:
      return [];
  }
}
