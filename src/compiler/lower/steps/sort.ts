import type { Expr } from "../../ir/expr.ts";
import type { OrderBy } from "../../ir/plan.ts";
import type { SortStep, Step } from "../../syntax/ast.ts";
import { type Context, irTypeOf, part } from "../context.ts";
import { exchangeInput, lowerExchange, orderOf } from "./exchange.ts";

/** `sort d by a desc`: a range exchange, then its partitions merged; of a list, an expression. */
export function lowerSort(context: Context, step: Step, body: SortStep, hint: string): Expr {
  const order: readonly OrderBy[] =
    body.by.length === 0
      ? [{ path: [], descending: false }]
      : body.by.map((key) => orderOf(context, key));
  const source = part(context, hint, "in");
  if (irTypeOf(context, body).kind === "list") {
    const keys = order.map(({ path, descending }) => ({ path, descending }));
    const list = context.lowering.expr(context, body.source, source);
    return { op: "call", function: "sort.list", args: [list, { op: "const", value: keys }] };
  }
  const input = exchangeInput(context, body.source, source, {
    key: null,
    keyType: null,
    order,
    dropNullKeys: false,
  });
  return lowerExchange(context, step, body, hint, {
    inputs: [input],
    partition: "range",
    op: { op: "elements", step: hint, origin: body.span },
  });
}
