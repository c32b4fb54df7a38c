import type { Expr } from "../../ir/expr.ts";
import type { JoinStep, Step } from "../../syntax/ast.ts";
import { type Context, part } from "../context.ts";
import { exchangeInput, keyOf, lowerExchange } from "./exchange.ts";

/** `join a in x by k and b? in y by k`: an exchange of all sides, then the matching elements of each key. */
export function lowerJoin(context: Context, step: Step, body: JoinStep, hint: string): Expr {
  const inputs = body.sides.map((side, i) =>
    exchangeInput(context, side.source, part(context, hint, side.binder.name), {
      ...keyOf(context, side.key),
      order: [],
      // A null key matches nothing: its element is in the result only where every other side may be missing.
      dropNullKeys: body.sides.some((other, j) => j !== i && !other.optional),
    }),
  );
  return lowerExchange(context, step, body, hint, {
    inputs,
    partition: "hash",
    op: {
      op: "join",
      step: hint,
      origin: body.span,
      sides: body.sides.map((side) => ({ name: side.binder.name, optional: side.optional })),
    },
  });
}
