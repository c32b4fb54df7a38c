import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import type { Combine } from "../../ir/plan.ts";
import type { Callee, ShuffleStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { fixedArguments, resolvedCall } from "../lower-call.ts";
import { optionsOf } from "../node-options.ts";
import { exchangeInput, keyOf, lowerInto, orderOf } from "./exchange.ts";

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
    into: lowerInto(context, body.into, hint),
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
