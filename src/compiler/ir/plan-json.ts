/** The Plan as JSON text, there and back. A changed shape here or in `plan.ts` raises `PLAN_SCHEMA`. */
import { err, ok, type Result } from "../../shared/result.ts";
import { BUILTIN_NAMES, type Expr } from "./expr.ts";
import { type Op, PLAN_SCHEMA, type Plan, type PlanNode, type Region } from "./plan.ts";
import {
  boolean,
  count,
  dictionary,
  json,
  lazy,
  list,
  literal,
  nullable,
  number,
  object,
  optional,
  type Shape,
  ShapeError,
  string,
  variant,
} from "./shape.ts";
import type { IrType } from "./type.ts";

/** Fields in the order of `plan.ts`, indented by two, ending in a newline. */
export function encodePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** The Plan in `text`, or one line that says what is wrong with it and where. */
export function decodePlan(text: string): Result<Plan, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err(error instanceof SyntaxError ? `not JSON: ${error.message}` : "not JSON");
  }
  const schema = schemaOf(value);
  if (schema !== PLAN_SCHEMA) {
    return err(
      schema === undefined
        ? "not a plan: it has no schema number"
        : `written for schema ${schema}, this version reads ${PLAN_SCHEMA}: compile the .flow file again`,
    );
  }
  try {
    return ok(plan(value, ""));
  } catch (error) {
    if (error instanceof ShapeError) {
      return err(error.message);
    }
    throw error;
  }
}

function schemaOf(value: unknown): number | undefined {
  return typeof value === "object" &&
    value !== null &&
    "schema" in value &&
    typeof value.schema === "number"
    ? value.schema
    : undefined;
}

const scalarType = <const K extends string>(kind: K) => object({ kind: literal(kind) });
const typeShape = lazy((): Shape<IrType> => irType);
const fieldShape = object({ name: string, type: typeShape });

const irType: Shape<IrType> = variant("kind", {
  bool: scalarType("bool"),
  int: scalarType("int"),
  float: scalarType("float"),
  string: scalarType("string"),
  duration: scalarType("duration"),
  size: scalarType("size"),
  json: scalarType("json"),
  secret: scalarType("secret"),
  null: scalarType("null"),
  never: scalarType("never"),
  text: scalarType("text"),
  bytes: scalarType("bytes"),
  file: scalarType("file"),
  model: scalarType("model"),
  literal: object({
    kind: literal("literal"),
    values: list<string | number>((value, path) =>
      typeof value === "string" ? value : number(value, path),
    ),
  }),
  optional: object({ kind: literal("optional"), type: typeShape }),
  list: object({ kind: literal("list"), element: typeShape }),
  record: object({ kind: literal("record"), name: nullable(string), fields: list(fieldShape) }),
  map: object({ kind: literal("map"), value: typeShape }),
  tensor: object({
    kind: literal("tensor"),
    element: literal("f32", "f64", "i32", "i64", "u8"),
    dimensions: list(string),
  }),
  dataset: object({ kind: literal("dataset"), element: typeShape }),
  stream: object({ kind: literal("stream"), element: typeShape }),
  groups: object({ kind: literal("groups"), key: typeShape, elements: list(typeShape) }),
});

const span = object({ file: string, start: count, end: count });

const exprShape = lazy((): Shape<Expr> => expr);
const binary = <const K extends string>(op: K) =>
  object({ op: literal(op), left: exprShape, right: exprShape });

const expr: Shape<Expr> = variant("op", {
  const: object({ op: literal("const"), value: json }),
  ref: object({ op: literal("ref"), id: string }),
  field: object({ op: literal("field"), object: exprShape, name: string }),
  "optional-field": object({ op: literal("optional-field"), object: exprShape, name: string }),
  element: object({
    op: literal("element"),
    object: exprShape,
    index: exprShape,
    origin: optional(span),
  }),
  entry: object({ op: literal("entry"), object: exprShape, key: exprShape }),
  call: object({
    op: literal("call"),
    function: literal(...BUILTIN_NAMES),
    args: list(exprShape),
    origin: optional(span),
  }),
  record: object({
    op: literal("record"),
    fields: list(object({ name: string, value: exprShape })),
  }),
  list: object({
    op: literal("list"),
    elements: list(object({ spread: boolean, value: exprShape })),
  }),
  if: object({ op: literal("if"), condition: exprShape, then: exprShape, otherwise: exprShape }),
  and: binary("and"),
  or: binary("or"),
  coalesce: binary("coalesce"),
  let: object({ op: literal("let"), id: string, value: exprShape, body: exprShape }),
  for: object({
    op: literal("for"),
    source: exprShape,
    id: string,
    index: nullable(string),
    where: nullable(exprShape),
    body: exprShape,
  }),
  try: object({ op: literal("try"), body: exprShape, id: string, handler: exprShape }),
});

const argument = object({
  name: string,
  value: exprShape,
  pass: literal("value", "list", "dataset"),
});
const emits = variant("kind", {
  one: object({ kind: literal("one") }),
  many: object({ kind: literal("many") }),
  streams: object({ kind: literal("streams"), names: list(string) }),
});
const onError = nullable(object({ skip: object({ fraction: nullable(number) }) }));
const aggregate = object({
  name: string,
  function: literal("count", "sum.int", "sum.float", "min", "max", "mean"),
  value: nullable(exprShape),
});
const options = object({
  memory: nullable(object({ base: number, max: number })),
  cpu: nullable(number),
  disk: nullable(number),
  timeoutMs: nullable(number),
  retry: nullable(object({ attempts: count, minDelayMs: number, maxDelayMs: number })),
  concurrency: nullable(count),
  cache: boolean,
  effect: boolean,
});

const sourceOf = <const K extends string>(kind: K) =>
  object({ kind: literal(kind), value: exprShape, element: typeShape });
const source = variant("kind", {
  dataset: sourceOf("dataset"),
  groups: sourceOf("groups"),
  list: sourceOf("list"),
  range: object({ kind: literal("range"), from: exprShape, to: exprShape }),
});

const opBase = <const K extends string>(op: K) => ({ op: literal(op), step: string, origin: span });
const opShape: Shape<Op> = variant("op", {
  decode: object({
    ...opBase("decode"),
    format: literal("csv", "jsonl", "lines"),
    type: typeShape,
    header: boolean,
    delimiter: string,
    onError,
  }),
  for: object({
    ...opBase("for"),
    id: string,
    index: nullable(string),
    where: nullable(exprShape),
    value: exprShape,
  }),
  call: object({
    ...opBase("call"),
    function: string,
    fixed: list(argument),
    free: string,
    mode: literal("element", "batch", "stream", "dataset"),
    batch: nullable(exprShape),
    emits,
    onError,
  }),
  reduce: object({
    ...opBase("reduce"),
    function: string,
    fixed: list(argument),
    free: list(string),
    emits,
    onError,
  }),
  join: object({
    ...opBase("join"),
    sides: list(object({ name: string, optional: boolean })),
  }),
  aggregate: object({ ...opBase("aggregate"), combined: boolean, aggregates: list(aggregate) }),
  elements: object(opBase("elements")),
  flatten: object(opBase("flatten")),
});

const inputFields = { source, ops: list(opShape), element: typeShape };
const input = object(inputFields);
const path = list(string);
const orderBy = object({ path, descending: boolean });
const key = variant("kind", {
  path: object({ kind: literal("path"), path }),
  record: object({ kind: literal("record"), fields: list(object({ name: string, path })) }),
});
const functionUse = {
  kind: literal("function"),
  function: string,
  fixed: list(argument),
  free: list(string),
};

const nodeBase = <const K extends string>(kind: K) => ({
  kind: literal(kind),
  id: string,
  type: typeShape,
  after: list(string),
  origin: span,
});
const regionShape = lazy((): Shape<Region> => region);

const node: Shape<PlanNode> = variant("kind", {
  value: object({ ...nodeBase("value"), expr: exprShape }),
  files: object({ ...nodeBase("files"), pattern: exprShape, single: boolean }),
  call: object({ ...nodeBase("call"), function: string, args: list(argument), emits, options }),
  split: object({
    ...nodeBase("split"),
    source: exprShape,
    sourceType: typeShape,
    unit: variant("kind", {
      bytes: object({ kind: literal("bytes") }),
      lines: object({ kind: literal("lines"), count: exprShape }),
      csv: object({ kind: literal("csv") }),
      elements: object({ kind: literal("elements") }),
    }),
    into: nullable(exprShape),
  }),
  map: object({
    ...nodeBase("map"),
    input,
    output: literal("dataset", "streams", "list"),
    options,
  }),
  exchange: object({
    ...nodeBase("exchange"),
    inputs: list(
      object({
        ...inputFields,
        key: nullable(key),
        keyType: nullable(typeShape),
        order: list(orderBy),
        dropNullKeys: boolean,
      }),
    ),
    partition: literal("hash", "range"),
    into: nullable(exprShape),
    combine: nullable(
      variant("kind", {
        function: object(functionUse),
        aggregate: object({ kind: literal("aggregate"), aggregates: list(aggregate) }),
      }),
    ),
    options,
  }),
  fold: object({
    ...nodeBase("fold"),
    input,
    with: variant("kind", {
      function: object(functionUse),
      builtin: object({
        kind: literal("builtin"),
        function: literal("min", "max", "sum.int", "sum.float"),
      }),
    }),
    from: nullable(exprShape),
    fanIn: count,
    options,
  }),
  take: object({ ...nodeBase("take"), source: exprShape, count: exprShape }),
  flatten: object({ ...nodeBase("flatten"), sources: exprShape }),
  each: object({
    ...nodeBase("each"),
    source,
    where: nullable(exprShape),
    body: regionShape,
    output: literal("list", "dataset", "datasets"),
    options,
  }),
  loop: object({
    ...nodeBase("loop"),
    init: exprShape,
    times: exprShape,
    body: regionShape,
    until: nullable(exprShape),
  }),
  branch: object({
    ...nodeBase("branch"),
    condition: exprShape,
    then: regionShape,
    otherwise: regionShape,
  }),
  try: object({ ...nodeBase("try"), body: regionShape, handler: regionShape }),
  assert: object({ ...nodeBase("assert"), condition: exprShape, message: exprShape }),
});

const region: Shape<Region> = object({
  params: list(string),
  nodes: list(node),
  roots: list(string),
  result: exprShape,
});

const plan: Shape<Plan> = object({
  schema: literal(PLAN_SCHEMA),
  workflow: string,
  doc: nullable(string),
  params: list(
    object({
      name: string,
      type: typeShape,
      doc: nullable(string),
      defaultValue: nullable(exprShape),
      origin: span,
    }),
  ),
  functions: dictionary(
    object({
      module: string,
      exportName: string,
      params: list(object({ name: string, type: typeShape, defaultValue: nullable(exprShape) })),
      result: nullable(typeShape),
      effect: boolean,
      runtime: literal("node", "python"),
      handler: nullable(string),
      origin: span,
    }),
  ),
  body: region,
  result: typeShape,
});
