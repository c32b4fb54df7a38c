/** Plans written by hand: nodes with every field that a test does not care about filled in. */
import type { Expr } from "../../src/compiler/ir/expr.ts";
import {
  type NodeOfKind,
  type NodeOptions,
  type Op,
  PLAN_SCHEMA,
  type Plan,
  type PlanNode,
  type Region,
  type StageInput,
} from "../../src/compiler/ir/plan.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";
import type { Span } from "../../src/compiler/source/span.ts";
import type { Json } from "../../src/shared/json.ts";

export const int: IrType = { kind: "int" };
export const datasetOf = (element: IrType): IrType => ({ kind: "dataset", element });
export const listOf = (element: IrType): IrType => ({ kind: "list", element });

export const constant = (value: Json): Expr => ({ op: "const", value });
export const ref = (id: string): Expr => ({ op: "ref", id });
export const add = (left: Expr, right: Expr): Expr => ({
  op: "call",
  function: "add.int",
  args: [left, right],
});
export const record = (fields: { readonly [name: string]: Expr }): Expr => ({
  op: "record",
  fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
});
export const field = (object: Expr, name: string): Expr => ({ op: "field", object, name });

/** A span that is told apart by its start. */
export const spanAt = (start: number): Span => ({ file: "test.flow", start, end: start + 1 });

export const noOptions: NodeOptions = {
  memory: null,
  cpu: null,
  disk: null,
  timeoutMs: null,
  retry: null,
  concurrency: null,
  cache: true,
  effect: false,
};

type Given<Kind extends PlanNode["kind"]> = Omit<
  NodeOfKind<Kind>,
  "kind" | "id" | "type" | "after" | "origin" | "options"
> & { readonly after?: readonly string[]; readonly options?: Partial<NodeOptions> };

/** A node without `options` gets them too, where its kind has none: nobody looks. */
export function node<Kind extends PlanNode["kind"]>(
  kind: Kind,
  id: string,
  type: IrType,
  given: Given<Kind>,
): NodeOfKind<Kind> {
  const { after = [], options, ...rest } = given;
  const base = { kind, id, type, after, origin: spanAt(id.length) };
  // The parts add up to the node that `Given` was cut from.
  return { ...base, ...rest, options: { ...noOptions, ...options } } as unknown as NodeOfKind<Kind>;
}

export const call = (
  id: string,
  args: { readonly [name: string]: Expr } = {},
  given: Partial<Given<"call">> = {},
): NodeOfKind<"call"> =>
  node("call", id, int, {
    function: "f",
    args: Object.entries(args).map(([name, value]) => ({ name, value, pass: "value" })),
    emits: { kind: "one" },
    ...given,
  });

export const overList = (value: Expr, ops: readonly Op[] = []): StageInput => ({
  source: { kind: "list", value, element: int },
  ops,
  element: int,
});

export const overDataset = (value: Expr, ops: readonly Op[] = []): StageInput => ({
  source: { kind: "dataset", value, element: int },
  ops,
  element: int,
});

export const region = (
  nodes: readonly PlanNode[],
  result: Expr,
  given: { readonly params?: readonly string[]; readonly roots?: readonly string[] } = {},
): Region => ({ params: given.params ?? [], nodes, roots: given.roots ?? [], result });

export const plan = (body: Region, params: Plan["params"] = []): Plan => ({
  schema: PLAN_SCHEMA,
  workflow: "test",
  doc: null,
  params,
  functions: {
    f: {
      module: "./f.ts",
      exportName: "f",
      params: [],
      result: int,
      effect: false,
      runtime: "node",
      handler: null,
      origin: spanAt(1_000),
    },
  },
  body,
  result: int,
});
