import type { Expr } from "../../ir/expr.ts";
import type { RepeatStep } from "../../syntax/ast.ts";
import { type Context, irTypeOf, lowerRegion, nodeParts, part, reference } from "../context.ts";

/** `repeat s = init for n { ... } until c`: a region per round; `until` sees the state that the round made. */
export function lowerRepeat(context: Context, body: RepeatStep, hint: string): Expr {
  const init = context.lowering.expr(context, body.init, part(context, hint, "init"));
  const times = context.lowering.expr(context, body.times, part(context, hint, "times"));
  const state = part(context, hint, body.state.name);
  context.names.set(body.state, reference(state));
  const params = [state];
  if (body.index !== undefined) {
    const index = part(context, hint, body.index.name);
    context.names.set(body.index, reference(index));
    params.push(index);
  }
  context.region.add({
    kind: "loop",
    ...nodeParts(context, hint, irTypeOf(context, body), body.span),
    init,
    times,
    body: lowerRegion(context, body.body, params, `${hint}/`, part(context, hint, "return")),
    until:
      body.until === undefined
        ? null
        : context.lowering.expr(context, body.until, part(context, hint, "until")),
  });
  return reference(hint);
}
