import { invariant } from "../../../shared/invariant.ts";
import { toIr } from "../../check/to-ir.ts";
import type { Expr } from "../../ir/expr.ts";
import type { CallOp } from "../../ir/plan.ts";
import type { IrType } from "../../ir/type.ts";
import type { MapStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference, regionOf } from "../context.ts";
import { fixedArguments, lowerWorkflowCall, resolvedCall } from "../lower-call.ts";
import { optionsOf } from "../node-options.ts";
import { stageSource } from "../stage-source.ts";

/** `map f over xs`: tasks that call a function, or a region per element where the callee is a workflow. */
export function lowerMap(context: Context, step: Step, body: MapStep, hint: string): Expr {
  const call = resolvedCall(context, body.callee);
  const iteration = context.tables.iterations.get(body);
  invariant(iteration !== undefined, `map at ${body.span.start} is not resolved`);
  const element = toIr(iteration.element);
  const over = context.lowering.expr(context, body.over, part(context, hint, "over"));
  const source = stageSource(context, body.over, over, element, iteration.over);
  const type = irTypeOf(context, body);
  const { declaration } = call;
  if (declaration.kind === "WorkflowDecl") {
    const { output } = iteration;
    invariant(output !== "streams", "a workflow has no streams");
    const [free] = call.free;
    invariant(free !== undefined, "a map leaves one parameter free");
    const item = part(context, hint, free);
    context.region.add({
      kind: "each",
      ...nodeParts(context, hint, type, body.span),
      source,
      where: null,
      body: regionOf(context, [item], `${hint}/`, (inner) =>
        lowerWorkflowCall(
          inner,
          declaration,
          call,
          new Map([[free, reference(item)]]),
          part(inner, hint, declaration.name.name),
        ),
      ),
      output,
      options: optionsOf(context, step, undefined).node,
    });
    return reference(hint);
  }
  invariant(declaration.kind === "FunctionDecl", "pipelines are refused by the checker");
  const options = optionsOf(context, step, declaration);
  const [free] = call.free;
  invariant(free !== undefined, "a map leaves one parameter free");
  const batch = options.step?.batch;
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, body.span),
    input: {
      source,
      ops: [
        {
          op: "call",
          step: hint,
          origin: body.span,
          function: context.functions.nameOf(declaration),
          fixed: fixedArguments(context, call, hint),
          free,
          mode: modeOf(call.mode),
          batch:
            batch === undefined
              ? null
              : context.lowering.expr(context, batch, part(context, hint, "batch")),
          emits: call.emits,
          onError: options.onError,
        },
      ],
      element: elementOf(type),
    },
    output:
      iteration.output === "streams" ? "streams" : iteration.output === "list" ? "list" : "dataset",
    options: options.node,
  });
  return reference(hint);
}

function modeOf(mode: ReturnType<typeof resolvedCall>["mode"]): CallOp["mode"] {
  invariant(
    mode === "element" || mode === "batch" || mode === "stream" || mode === "dataset",
    `${mode} is no mode of a map`,
  );
  return mode;
}

/** Of a dataset or list; a record of datasets has one per field and no single element. */
function elementOf(type: IrType): IrType {
  return type.kind === "dataset" || type.kind === "list" ? type.element : type;
}
