/** Calls of functions and workflows, plain or in a pattern. */
import { invariant } from "../../shared/invariant.ts";
import type { ResolvedArgument, ResolvedCall } from "../check/check-result.ts";
import { toIr } from "../check/to-ir.ts";
import type { Expr } from "../ir/expr.ts";
import type { PlanArgument } from "../ir/plan.ts";
import type { CallExpr, Callee, Step, WorkflowDecl } from "../syntax/ast.ts";
import { type Context, nodeParts, part, reference } from "./context.ts";
import { optionsOf } from "./node-options.ts";

/** What is called, by the call expression or the callee of a pattern. */
export function resolvedCall(context: Context, node: CallExpr | Callee): ResolvedCall {
  const call = context.tables.calls.get(node);
  invariant(call !== undefined, `call at ${node.span.start} is not resolved`);
  return call;
}

/** `f(x, ...)`: a `call` node, or the nodes of a workflow put in its place. */
export function lowerCall(
  context: Context,
  step: Step | undefined,
  expr: CallExpr,
  hint: string,
): Expr {
  const call = resolvedCall(context, expr);
  const { declaration } = call;
  switch (declaration.kind) {
    case "WorkflowDecl":
      return lowerWorkflowCall(context, declaration, call, new Map(), hint);
    case "FunctionDecl": {
      context.region.add({
        kind: "call",
        ...nodeParts(context, hint, toIr(call.result), expr.span),
        type: resultType(call),
        function: context.functions.nameOf(declaration),
        args: fixedArguments(context, call, hint),
        emits: call.emits,
        options: optionsOf(context, step, declaration).node,
      });
      return reference(hint);
    }
    case "PipelineDecl":
      throw new Error("pipelines are refused by the checker");
  }
}

/** What a call's node has: streams are datasets once they are committed. */
function resultType(call: ResolvedCall): ReturnType<typeof toIr> {
  const type = toIr(call.result);
  switch (call.emits.kind) {
    case "one":
      return type;
    case "many":
      return type.kind === "stream" ? { kind: "dataset", element: type.element } : type;
    case "streams":
      return type.kind === "record"
        ? {
            ...type,
            fields: type.fields.map((field) => ({
              name: field.name,
              type:
                field.type.kind === "stream"
                  ? { kind: "dataset" as const, element: field.type.element }
                  : field.type,
            })),
          }
        : type;
  }
}

/** The parameters that are not free: as given, or by their defaults. */
export function fixedArguments(
  context: Context,
  call: ResolvedCall,
  hint: string,
): readonly PlanArgument[] {
  return call.args.flatMap((argument): readonly PlanArgument[] => {
    if (argument.kind === "free") {
      return [];
    }
    const pass = argument.kind === "given" ? argument.pass : "value";
    return [{ name: argument.param.name, value: argumentValue(context, argument, hint), pass }];
  });
}

function argumentValue(
  context: Context,
  argument: Exclude<ResolvedArgument, { kind: "free" }>,
  hint: string,
): Expr {
  const own = part(context, hint, argument.param.name);
  if (argument.kind === "given") {
    return context.lowering.expr(context, argument.value, own);
  }
  const value = argument.param.node?.defaultValue;
  invariant(value !== undefined, `${argument.param.name} has no default`);
  return context.lowering.expr(context, value, own);
}

/**
 * A workflow in place of its call: its parameters and bindings are nodes `hint/...`, its value stands for `hint`. `free`
 * gives the parameters that the pattern around it fills.
 */
export function lowerWorkflowCall(
  context: Context,
  declaration: WorkflowDecl,
  call: ResolvedCall,
  free: ReadonlyMap<string, Expr>,
  hint: string,
): Expr {
  const inner: Context = { ...context, names: new Map(context.names), prefix: `${hint}/` };
  for (const argument of call.args) {
    const { node, name, type } = argument.param;
    invariant(node !== undefined, "a workflow's parameters are written");
    const given = free.get(name);
    if (given !== undefined) {
      inner.names.set(node.name, given);
      continue;
    }
    invariant(argument.kind !== "free", `${name} is given by the pattern`);
    const id = part(context, hint, name);
    const valueContext = argument.kind === "given" ? context : inner;
    const expr = argumentValue(valueContext, argument, hint);
    context.region.add({ kind: "value", ...nodeParts(context, id, toIr(type), node.span), expr });
    inner.names.set(node.name, reference(id));
  }
  bindDimensions(inner, declaration);
  return context.lowering.blockItems(inner, declaration.body, hint);
}

/** The dimension names of a workflow's parameters, read from the shapes of what was given for them. */
export function bindDimensions(context: Context, declaration: WorkflowDecl): void {
  const declared = context.tables.dimensions.get(declaration) ?? [];
  if (declared.length === 0) {
    return;
  }
  const sources = new Map(declared.map((source) => [source.name, source]));
  for (const symbol of context.tables.resolutions.values()) {
    if (symbol.kind !== "dimension" || symbol.workflow !== declaration) {
      continue;
    }
    const source = sources.get(symbol.name.name);
    const param = source && context.names.get(source.param.name);
    invariant(source !== undefined && param !== undefined, `${symbol.name.name} is not read`);
    const tensor = source.path.reduce<Expr>(
      (object, name) => ({ op: "field", object, name }),
      param,
    );
    context.names.set(symbol.name, {
      op: "element",
      object: { op: "field", object: tensor, name: "shape" },
      index: { op: "const", value: source.axis },
    });
  }
}
