/** Nodes and types of hand-made plans. */

import type { Expr } from "../../src/compiler/ir/expr.ts";
import type {
  CallOp,
  ExchangeInput,
  ExchangeNode,
  FoldNode,
  MapNode,
  Op,
  PlanArgument,
  ReduceOp,
  StageSource,
} from "../../src/compiler/ir/plan.ts";
import type { IrType } from "../../src/compiler/ir/type.ts";
import { constant, neutralOptions, origin } from "./plan-builder.ts";

export const string: IrType = { kind: "string" };
export const record = (fields: { readonly [name: string]: IrType }): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
export const optional = (type: IrType): IrType => ({ kind: "optional", type });
export const list = (element: IrType): IrType => ({ kind: "list", element });
export const stream = (element: IrType): IrType => ({ kind: "stream", element });
export const dataset = (element: IrType): IrType => ({ kind: "dataset", element });
export const field = (object: Expr, name: string): Expr => ({ op: "field", object, name });

const nowhere: StageSource = { kind: "list", value: constant(null), element: { kind: "null" } };

const opBase = (step: string) => ({ step, origin });

export function callOp(name: string, options: Partial<CallOp> = {}): CallOp {
  return {
    ...opBase(name),
    op: "call",
    function: name,
    fixed: [],
    free: "x",
    mode: "element",
    batch: null,
    emits: { kind: "one" },
    onError: null,
    ...options,
  };
}

export function reduceOp(
  name: string,
  free: readonly string[],
  options: Partial<ReduceOp> = {},
): ReduceOp {
  return {
    ...opBase(name),
    op: "reduce",
    function: name,
    fixed: [],
    free,
    emits: { kind: "one" },
    onError: null,
    ...options,
  };
}

export const forOp = (value: Expr, where: Expr | null = null, index: string | null = null): Op => ({
  ...opBase("for"),
  op: "for",
  id: "x",
  index,
  where,
  value,
});

export const decodeOp = (format: "csv" | "jsonl" | "lines", type: IrType): Op => ({
  ...opBase("read"),
  op: "decode",
  format,
  type,
  header: true,
  delimiter: ",",
  onError: null,
});

type GroupOp = Extract<Op, { op: "join" | "aggregate" | "elements" }>;
type Bare<O> = O extends unknown ? Omit<O, "step" | "origin"> : never;

export const groupOp = (op: Bare<GroupOp>): GroupOp => ({ ...opBase("group"), ...op });

export function mapNode(
  ops: readonly Op[],
  element: IrType,
  options: Partial<MapNode> = {},
): MapNode {
  return {
    kind: "map",
    id: "map",
    type: dataset(element),
    after: [],
    origin,
    input: { source: nowhere, ops, element },
    output: "dataset",
    options: neutralOptions,
    ...options,
  };
}

export function exchangeInput(
  element: IrType,
  options: Partial<ExchangeInput> = {},
): ExchangeInput {
  return {
    source: nowhere,
    ops: [],
    element,
    key: { kind: "path", path: ["key"] },
    keyType: string,
    order: [],
    dropNullKeys: false,
    ...options,
  };
}

export function exchangeNode(
  inputs: readonly ExchangeInput[],
  options: Partial<ExchangeNode> = {},
): ExchangeNode {
  return {
    kind: "exchange",
    id: "exchange",
    type: { kind: "groups", key: string, elements: inputs.map(({ element }) => element) },
    after: [],
    origin,
    inputs,
    partition: "hash",
    into: null,
    combine: null,
    options: neutralOptions,
    ...options,
  };
}

export function foldNode(type: IrType, options: Partial<FoldNode> = {}): FoldNode {
  return {
    kind: "fold",
    id: "fold",
    type,
    after: [],
    origin,
    input: { source: nowhere, ops: [], element: type },
    with: { kind: "builtin", function: "sum.int" },
    from: null,
    fanIn: 2,
    options: neutralOptions,
    ...options,
  };
}

export const argument = (
  name: string,
  value: Expr,
  pass: PlanArgument["pass"] = "value",
): PlanArgument => ({
  name,
  value,
  pass,
});
