/** The two halves of a step that brings elements together: an exchange, and the map that takes its groups apart. */

import { invariant } from "../../../shared/invariant.ts";
import { toIr } from "../../check/to-ir.ts";
import type { Expr } from "../../ir/expr.ts";
import type { ExchangeInput, ExchangeKey, ExchangeNode, Op, OrderBy } from "../../ir/plan.ts";
import type { IrType } from "../../ir/type.ts";
import type { Expr as AstExpr, Key, OrderKey, Step, StepBody } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { optionsOf } from "../node-options.ts";

/** An exchange `hint/shuffle` of `inputs`, and a map `hint` that makes a dataset of its groups by `op`. */
export function lowerExchange(
  context: Context,
  step: Step,
  body: Extract<StepBody, { readonly into: AstExpr | undefined }>,
  hint: string,
  exchange: Pick<ExchangeNode, "inputs" | "partition"> & { readonly op: Op },
): Expr {
  const type = irTypeOf(context, body);
  invariant(type.kind === "dataset", "groups are made into a dataset");
  const { node: options } = optionsOf(context, step, undefined);
  const groups = part(context, hint, "shuffle");
  const { inputs, partition, op } = exchange;
  const groupsType: IrType = {
    kind: "groups",
    key: inputs[0]?.keyType ?? { kind: "null" },
    elements: inputs.map((input) => input.element),
  };
  context.region.add({
    kind: "exchange",
    ...nodeParts(context, groups, groupsType, body.span),
    inputs,
    partition,
    into: lowerInto(context, body.into, hint),
    combine: null,
    options,
  });
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, body.span),
    input: {
      source: { kind: "groups", value: reference(groups), element: groupsType },
      ops: [op],
      element: type.element,
    },
    output: "dataset",
    options,
  });
  return reference(hint);
}

export function lowerInto(context: Context, into: AstExpr | undefined, hint: string): Expr | null {
  return into === undefined
    ? null
    : context.lowering.expr(context, into, part(context, hint, "into"));
}

/** An input whose elements go through no op before they are partitioned. */
export function exchangeInput(
  context: Context,
  source: AstExpr,
  hint: string,
  rest: Pick<ExchangeInput, "key" | "keyType" | "order" | "dropNullKeys">,
): ExchangeInput {
  const type = irTypeOf(context, source);
  invariant(type.kind === "dataset", "an exchange takes datasets");
  return {
    source: {
      kind: "dataset",
      value: context.lowering.expr(context, source, hint),
      element: type.element,
    },
    ops: [],
    element: type.element,
    ...rest,
  };
}

export function keyOf(
  context: Context,
  key: Key,
): { readonly key: ExchangeKey; readonly keyType: IrType } {
  const resolved = context.tables.keys.get(key);
  invariant(resolved !== undefined, `key at ${key.span.start} is not resolved`);
  return { key: resolved.key, keyType: toIr(resolved.type) };
}

export function orderOf(context: Context, order: OrderKey): OrderBy {
  const resolved = context.tables.orders.get(order);
  invariant(resolved !== undefined, `order at ${order.span.start} is not resolved`);
  return { path: resolved.path, descending: order.descending };
}
