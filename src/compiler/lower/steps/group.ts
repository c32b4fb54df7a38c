import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import { AGGREGATE_ELEMENT, type Aggregate } from "../../ir/plan.ts";
import type { GroupStep, Step } from "../../syntax/ast.ts";
import { type Context, part, reference } from "../context.ts";
import { exchangeInput, keyOf, lowerExchange } from "./exchange.ts";

/** `group x in d by k { n: count() }`: an exchange, then one record per key; a pass moves the counting to the map side. */
export function lowerGroup(context: Context, step: Step, body: GroupStep, hint: string): Expr {
  const input = exchangeInput(context, body.source, part(context, hint, "in"), {
    ...keyOf(context, body.key),
    order: [],
    dropNullKeys: false,
  });
  return lowerExchange(context, step, body, hint, {
    inputs: [input],
    partition: "hash",
    op: {
      op: "aggregate",
      step: hint,
      origin: body.span,
      combined: false,
      aggregates: aggregatesOf(context, body, hint),
    },
  });
}

function aggregatesOf(context: Context, body: GroupStep, hint: string): readonly Aggregate[] {
  context.names.set(body.binder, reference(AGGREGATE_ELEMENT));
  return body.aggregates.entries.map((entry) => {
    invariant(entry.kind === "RecordField", "a group has named aggregates");
    const resolved = context.tables.aggregates.get(entry);
    invariant(resolved !== undefined, `aggregate ${entry.name.name} is not resolved`);
    return {
      name: entry.name.name,
      function: resolved.function,
      value:
        resolved.value === undefined
          ? null
          : context.lowering.expr(context, resolved.value, part(context, hint, entry.name.name)),
    };
  });
}
