/** Small plans for tests of what works on plans. */
import type { Expr } from "../../src/compiler/ir/expr.ts";
import type {
  CallNode,
  NodeOptions,
  Plan,
  PlanNode,
  Region,
  ValueNode,
} from "../../src/compiler/ir/plan.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";

export const origin = { file: "test.flow", start: 0, end: 1 };
export const int: IrType = { kind: "int" };
export const ref = (id: string): Expr => ({ op: "ref", id });
export const constant = (value: number | string | boolean | null): Expr => ({ op: "const", value });
export const add = (left: Expr, right: Expr): Expr => ({
  op: "call",
  function: "add.int",
  args: [left, right],
});

export const neutralOptions: NodeOptions = {
  memory: null,
  cpu: null,
  disk: null,
  timeoutMs: null,
  retry: null,
  concurrency: null,
  cache: true,
  effect: false,
};

export function valueNode(id: string, expr: Expr, after: readonly string[] = []): ValueNode {
  return { kind: "value", id, type: int, after, origin, expr };
}

/** A call of the function `work` on `args`. */
export function callNode(
  id: string,
  args: readonly Expr[],
  after: readonly string[] = [],
): CallNode {
  return {
    kind: "call",
    id,
    type: int,
    after,
    origin,
    function: "work",
    args: args.map((value, i) => ({ name: `p${i}`, value, pass: "value" })),
    emits: { kind: "one" },
    options: neutralOptions,
  };
}

export function region(nodes: readonly PlanNode[], result: Expr, rest?: Partial<Region>): Region {
  return { params: [], nodes, roots: [], result, ...rest };
}

export function plan(body: Region, params: readonly string[] = []): Plan {
  return {
    schema: 1,
    workflow: "test",
    doc: null,
    params: params.map((name) => ({ name, type: int, doc: null, defaultValue: null, origin })),
    functions: {
      work: {
        module: "./work.ts",
        exportName: "work",
        params: [],
        result: int,
        effect: false,
        runtime: "node",
        handler: null,
        origin,
      },
    },
    body,
    result: int,
  };
}
