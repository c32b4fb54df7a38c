import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import type { OrderBy } from "../../ir/plan.ts";
import type { SortStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { optionsOf } from "../node-options.ts";
import { exchangeInput, orderOf } from "./shuffle.ts";

/** `sort d by a desc`: a range exchange, then its partitions merged; of a list, an expression. */
export function lowerSort(context: Context, step: Step, body: SortStep, hint: string): Expr {
  const order: readonly OrderBy[] =
    body.by.length === 0
      ? [{ path: [], descending: false }]
      : body.by.map((key) => orderOf(context, key));
  const type = irTypeOf(context, body);
  if (type.kind === "list") {
    const source = context.lowering.expr(context, body.source, part(context, hint, "in"));
    const keys = order.map(({ path, descending }) => ({ path, descending }));
    return { op: "call", function: "sort.list", args: [source, { op: "const", value: keys }] };
  }
  invariant(type.kind === "dataset", "sort makes what it takes");
  const { node: options } = optionsOf(context, step, undefined);
  const runs = part(context, hint, "shuffle");
  const input = exchangeInput(context, body.source, part(context, hint, "in"), {
    key: null,
    keyType: null,
    order,
    dropNullKeys: false,
  });
  const groupsType = {
    kind: "groups",
    key: { kind: "null" },
    elements: [input.element],
  } as const;
  context.region.add({
    kind: "exchange",
    ...nodeParts(context, runs, groupsType, body.span),
    inputs: [input],
    partition: "range",
    into:
      body.into === undefined
        ? null
        : context.lowering.expr(context, body.into, part(context, hint, "into")),
    combine: null,
    options,
  });
  context.region.add({
    kind: "map",
    ...nodeParts(context, hint, type, body.span),
    input: {
      source: { kind: "groups", value: reference(runs), element: groupsType },
      ops: [{ op: "elements", step: hint, origin: body.span }],
      element: type.element,
    },
    output: "dataset",
    options,
  });
  return reference(hint);
}
