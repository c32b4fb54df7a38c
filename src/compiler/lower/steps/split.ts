import type { Expr } from "../../ir/expr.ts";
import type { SplitNode } from "../../ir/plan.ts";
import type { SplitStep } from "../../syntax/ast.ts";
import { type Context, constant, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { lowerInto } from "./exchange.ts";

export function lowerSplit(context: Context, body: SplitStep, hint: string): Expr {
  context.region.add({
    kind: "split",
    ...nodeParts(context, hint, irTypeOf(context, body), body.span),
    source: context.lowering.expr(context, body.source, part(context, hint, "of")),
    sourceType: irTypeOf(context, body.source),
    unit: unitOf(context, body, hint),
    into: lowerInto(context, body.into, hint),
  });
  return reference(hint);
}

function unitOf(context: Context, body: SplitStep, hint: string): SplitNode["unit"] {
  if (body.unit === undefined) {
    return { kind: "elements" };
  }
  if (body.unit.name === "bytes") {
    return { kind: "bytes" };
  }
  const count =
    body.unitCount === undefined
      ? constant(1)
      : context.lowering.expr(context, body.unitCount, part(context, hint, "lines"));
  return { kind: "lines", count };
}
