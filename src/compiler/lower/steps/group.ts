import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import { AGGREGATE_ELEMENT, type Aggregate } from "../../ir/plan.ts";
import type { GroupStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { optionsOf } from "../node-options.ts";
import { exchangeInput, keyOf } from "./shuffle.ts";

/** `group x in d by k { n: count() }`: an exchange, then one record per key; a pass moves the counting to the map side. */
export function lowerGroup(context: Context, step: Step, body: GroupStep, hint: string): Expr {
  const type = irTypeOf(context, body);
  invariant(type.kind === "dataset", "group makes a dataset");
  const { node: options } = optionsOf(context, step, undefined);
  const key = keyOf(context, body.key);
  const groups = part(context, hint, "shuffle");
  const input = exchangeInput(context, body.source, part(context, hint, "in"), {
    ...key,
    order: [],
    dropNullKeys: false,
  });
  const groupsType = {
    kind: "groups",
    key: key.keyType,
    elements: [input.element],
  } as const;
  context.region.add({
    kind: "exchange",
    ...nodeParts(context, groups, groupsType, body.span),
    inputs: [input],
    partition: "hash",
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
      source: { kind: "groups", value: reference(groups), element: groupsType },
      ops: [
        {
          op: "aggregate",
          step: hint,
          origin: body.span,
          combined: false,
          aggregates: aggregatesOf(context, body, hint),
        },
      ],
      element: type.element,
    },
    output: "dataset",
    options,
  });
  return reference(hint);
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
