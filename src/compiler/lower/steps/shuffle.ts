import { invariant } from "../../../shared/invariant.ts";
import { toIr } from "../../check/to-ir.ts";
import type { Expr } from "../../ir/expr.ts";
import type { Combine, ExchangeInput, ExchangeKey, OrderBy } from "../../ir/plan.ts";
import type { IrType } from "../../ir/type.ts";
import type {
  Expr as AstExpr,
  Callee,
  Key,
  OrderKey,
  ShuffleStep,
  Step,
} from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { fixedArguments, resolvedCall } from "../lower-call.ts";
import { optionsOf } from "../node-options.ts";

export function lowerShuffle(context: Context, step: Step, body: ShuffleStep, hint: string): Expr {
  context.region.add({
    kind: "exchange",
    ...nodeParts(context, hint, irTypeOf(context, body), body.span),
    inputs: body.inputs.map((input, i) =>
      exchangeInput(context, input.source, part(context, hint, `in-${i}`), {
        ...keyOf(context, input.key),
        order: input.sortBy.map((order) => orderOf(context, order)),
        dropNullKeys: false,
      }),
    ),
    partition: "hash",
    into:
      body.into === undefined
        ? null
        : context.lowering.expr(context, body.into, part(context, hint, "into")),
    combine: body.combine === undefined ? null : combineOf(context, body.combine, hint),
    options: optionsOf(context, step, undefined).node,
  });
  return reference(hint);
}

function combineOf(context: Context, callee: Callee, hint: string): Combine {
  const call = resolvedCall(context, callee);
  invariant(call.declaration.kind === "FunctionDecl", "combine takes functions");
  return {
    kind: "function",
    function: context.functions.nameOf(call.declaration),
    fixed: fixedArguments(context, call, part(context, hint, "combine")),
    free: call.free,
  };
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
