import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import type { ReduceStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { fixedArguments, resolvedCall } from "../lower-call.ts";
import { optionsOf } from "../node-options.ts";

/** `reduce f over g`: one task per partition of the shuffle, one call per key. */
export function lowerReduce(context: Context, step: Step, body: ReduceStep, hint: string): Expr {
  const call = resolvedCall(context, body.callee);
  const { declaration } = call;
  invariant(declaration.kind === "FunctionDecl", "reduce takes functions");
  const options = optionsOf(context, step, declaration);
  const type = irTypeOf(context, body);
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, body.span),
    input: {
      source: {
        kind: "groups",
        value: context.lowering.expr(context, body.over, part(context, hint, "over")),
        element: irTypeOf(context, body.over),
      },
      ops: [
        {
          op: "reduce",
          step: hint,
          origin: body.span,
          function: context.functions.nameOf(declaration),
          fixed: fixedArguments(context, call, hint),
          free: call.free,
          emits: call.emits,
          onError: options.onError,
        },
      ],
      element: type.kind === "dataset" ? type.element : type,
    },
    output: call.emits.kind === "streams" ? "streams" : "dataset",
    options: options.node,
  });
  return reference(hint);
}
