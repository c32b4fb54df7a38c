import { invariant } from "../../../shared/invariant.ts";
import type { BuiltinName, Expr } from "../../ir/expr.ts";
import type { FoldNode } from "../../ir/plan.ts";
import type { Span } from "../../source/span.ts";
import type { FoldStep, Step } from "../../syntax/ast.ts";
import {
  builtinCall,
  type Context,
  irTypeOf,
  nodeParts,
  part,
  reference,
  typeOf,
} from "../context.ts";
import { fixedArguments, resolvedCall } from "../lower-call.ts";
import { optionsOf } from "../node-options.ts";
import { stageSource } from "../stage-source.ts";

/** Neighbours that one task of a fold's tree takes. Part of the result for what is not exactly associative. */
export const FOLD_FAN_IN = 8;

/** `fold f over xs from z`: a tree of tasks; of a list by a builtin, an expression. */
export function lowerFold(context: Context, step: Step, body: FoldStep, hint: string): Expr {
  const source = context.lowering.expr(context, body.over, part(context, hint, "over"));
  const from =
    body.from === undefined
      ? null
      : context.lowering.expr(context, body.from, part(context, hint, "from"));
  const builtin = context.tables.builtins.get(body.callee);
  const over = typeOf(context, body.over);
  if (builtin?.overload !== undefined && over.kind === "list") {
    return foldList(builtin.overload, source, from, body.span);
  }
  invariant(over.kind === "dataset" || over.kind === "list", "fold takes a dataset or a list");
  const overType = irTypeOf(context, body.over);
  invariant(overType.kind === "dataset" || overType.kind === "list", "as its type says");
  context.region.add({
    kind: "fold",
    ...nodeParts(context, hint, irTypeOf(context, body), body.span),
    input: {
      source: stageSource(context, body.over, source, overType.element, over.kind),
      ops: [],
      element: overType.element,
    },
    ...callee(context, step, body, builtin?.overload, hint),
    from,
    fanIn: FOLD_FAN_IN,
  });
  return reference(hint);
}

/** `from` is the first of what is folded. */
function foldList(overload: BuiltinName, source: Expr, from: Expr | null, origin: Span): Expr {
  const list: Expr =
    from === null
      ? source
      : {
          op: "list",
          elements: [
            { spread: false, value: from },
            { spread: true, value: source },
          ],
        };
  return builtinCall(overload, [list], origin);
}

function callee(
  context: Context,
  step: Step,
  body: FoldStep,
  overload: BuiltinName | undefined,
  hint: string,
): Pick<FoldNode, "with" | "options"> {
  if (overload !== undefined) {
    return {
      with: { kind: "builtin", function: folding(overload) },
      options: optionsOf(context, step, undefined).node,
    };
  }
  const call = resolvedCall(context, body.callee);
  const { declaration } = call;
  invariant(declaration.kind === "FunctionDecl", "fold takes functions");
  return {
    with: {
      kind: "function",
      function: context.functions.nameOf(declaration),
      fixed: fixedArguments(context, call, hint),
      free: call.free,
    },
    options: optionsOf(context, step, declaration).node,
  };
}

function folding(
  overload: BuiltinName,
): Extract<FoldNode["with"], { kind: "builtin" }>["function"] {
  switch (overload) {
    case "min":
    case "min.list":
      return "min";
    case "max":
    case "max.list":
      return "max";
    case "sum.int":
    case "sum.float":
      return overload;
    default:
      throw new Error(`${overload} folds nothing`);
  }
}
