import { invariant } from "../../shared/invariant.ts";
import type { Expr } from "../ir/expr.ts";
import type { NodeId } from "../ir/plan.ts";
import type { Identifier, Step } from "../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, reference } from "./context.ts";
import { lowerCall } from "./lower-call.ts";
import { lowerFor } from "./lower-control.ts";
import { lowerExpr } from "./lower-expression.ts";
import { lowerFold } from "./steps/fold.ts";
import { lowerGroup } from "./steps/group.ts";
import { lowerJoin } from "./steps/join.ts";
import { lowerMap } from "./steps/map.ts";
import { lowerRead } from "./steps/read.ts";
import { lowerReduce } from "./steps/reduce.ts";
import { lowerRepeat } from "./steps/repeat.ts";
import { lowerShuffle } from "./steps/shuffle.ts";
import { lowerSort } from "./steps/sort.ts";
import { lowerSplit } from "./steps/split.ts";

/** A step with its clauses: every node made for it waits for what `after` names. */
export function lowerStep(outer: Context, step: Step, hint: string): Expr {
  if (step.after.length === 0) {
    return lowerBody(outer, step, hint);
  }
  const waits = step.after.flatMap((name) => nodeOf(outer, name));
  const context: Context = { ...outer, after: [...new Set([...outer.after, ...waits])] };
  const value = lowerBody(context, step, hint);
  if (value.op === "ref" && value.id === hint) {
    return value;
  }
  context.region.add({
    kind: "value",
    ...nodeParts(context, hint, irTypeOf(context, step), step.span),
    expr: value,
  });
  return reference(hint);
}

/** The node to wait for; a parameter is there from the start. */
function nodeOf(context: Context, name: Identifier): readonly NodeId[] {
  const symbol = context.tables.resolutions.get(name);
  invariant(symbol !== undefined, `${name.name} is not resolved`);
  if (symbol.kind !== "binding") {
    return [];
  }
  const value = context.names.get(symbol.name);
  invariant(value?.op === "ref", `${name.name} has no node`);
  return [value.id];
}

function lowerBody(context: Context, step: Step, hint: string): Expr {
  const { body } = step;
  switch (body.kind) {
    case "ReadStep":
      return lowerRead(context, step, body, hint);
    case "SplitStep":
      return lowerSplit(context, body, hint);
    case "SortStep":
      return lowerSort(context, step, body, hint);
    case "MapStep":
      return lowerMap(context, step, body, hint);
    case "ReduceStep":
      return lowerReduce(context, step, body, hint);
    case "FoldStep":
      return lowerFold(context, step, body, hint);
    case "ShuffleStep":
      return lowerShuffle(context, step, body, hint);
    case "GroupStep":
      return lowerGroup(context, step, body, hint);
    case "JoinStep":
      return lowerJoin(context, step, body, hint);
    case "RepeatStep":
      return lowerRepeat(context, body, hint);
    case "ForExpr":
      return lowerFor(context, step, body, hint);
    case "CallExpr":
      return context.tables.builtins.has(body)
        ? lowerExpr(context, body, hint)
        : lowerCall(context, step, body, hint);
    case "AssembleStep":
    case "TrainStep":
      throw new Error("refused by the checker");
    default:
      return lowerExpr(context, body, hint);
  }
}
