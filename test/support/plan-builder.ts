/** Plans whose parameters are ints and whose calls are of one function, `work`. */
import type { Expr } from "../../src/compiler/ir/expr.ts";
import type { CallNode, Plan, Region, ValueNode } from "../../src/compiler/ir/plan.ts";
import { call, int, plan as planOf, spanAt } from "./plan-nodes.ts";

export { add, constant, int, noOptions as neutralOptions, ref, region } from "./plan-nodes.ts";

export const origin = spanAt(0);

/** With the fields of its kind and no others: a decoder looks. */
export function valueNode(id: string, expr: Expr, after: readonly string[] = []): ValueNode {
  return { kind: "value", id, type: int, after, origin, expr };
}

export const callNode = (
  id: string,
  args: readonly Expr[],
  after: readonly string[] = [],
): CallNode =>
  call(id, Object.fromEntries(args.map((value, i) => [`p${i}`, value])), {
    function: "work",
    after,
  });

export function plan(body: Region, params: readonly string[] = []): Plan {
  const made = planOf(
    body,
    params.map((name) => ({ name, type: int, doc: null, defaultValue: null, origin })),
  );
  return {
    ...made,
    functions: Object.fromEntries(Object.values(made.functions).map((fn) => ["work", fn])),
  };
}
