import { invariant } from "../../../shared/invariant.ts";
import type { Expr } from "../../ir/expr.ts";
import type { JoinStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, nodeParts, part, reference } from "../context.ts";
import { optionsOf } from "../node-options.ts";
import { exchangeInput, keyOf } from "./shuffle.ts";

/** `join a in x by k and b? in y by k`: an exchange of all sides, then the matching elements of each key. */
export function lowerJoin(context: Context, step: Step, body: JoinStep, hint: string): Expr {
  const type = irTypeOf(context, body);
  invariant(type.kind === "dataset", "join makes a dataset");
  const { node: options } = optionsOf(context, step, undefined);
  const groups = part(context, hint, "shuffle");
  const inputs = body.sides.map((side, i) =>
    exchangeInput(context, side.source, part(context, hint, side.binder.name), {
      ...keyOf(context, side.key),
      order: [],
      // A null key matches nothing: its element is in the result only where every other side may be missing.
      dropNullKeys: body.sides.some((other, j) => j !== i && !other.optional),
    }),
  );
  const [first] = inputs;
  invariant(first?.keyType != null, "a join has sides with keys");
  const groupsType = {
    kind: "groups",
    key: first.keyType,
    elements: inputs.map((input) => input.element),
  } as const;
  context.region.add({
    kind: "exchange",
    ...nodeParts(context, groups, groupsType, body.span),
    inputs,
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
          op: "join",
          step: hint,
          origin: body.span,
          sides: body.sides.map((side) => ({ name: side.binder.name, optional: side.optional })),
        },
      ],
      element: type.element,
    },
    output: "dataset",
    options,
  });
  return reference(hint);
}
