import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { declareTypes } from "../../../../src/compiler/signatures/declarations.ts";
import { nameTypes } from "../../../../src/compiler/signatures/type-names.ts";
import { resultText, typeText } from "../../../../src/compiler/signatures/type-text.ts";
import { count, createSignature, int, string } from "../../../support/function-signature.ts";

const names = nameTypes([createSignature({ name: "f", params: { c: count } })]);
const list = (element: IrType): IrType => ({ kind: "list", element });
const optional = (type: IrType): IrType => ({ kind: "optional", type });
const stream = (element: IrType): IrType => ({ kind: "stream", element });
const record = (fields: Readonly<Record<string, IrType>>, name: string | null = null): IrType => ({
  kind: "record",
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const tensor: IrType = { kind: "tensor", element: "f32", dimensions: ["m", "2*n + 1"] };
const flags: IrType = { kind: "literal", values: ["bsp", 'a"b', 3] };

it.each<[IrType, string]>([
  [{ kind: "bool" }, "boolean"],
  [int, "number"],
  [{ kind: "float" }, "number"],
  [{ kind: "size" }, "number"],
  [{ kind: "duration" }, "number"],
  [string, "string"],
  [{ kind: "secret" }, "string"],
  [{ kind: "json" }, "flow.Json"],
  [{ kind: "null" }, "null"],
  [flags, '"bsp" | "a\\"b" | 3'],
  [optional(int), "number | null"],
  [list(int), "readonly number[]"],
  [list(list(int)), "readonly (readonly number[])[]"],
  [list(optional(int)), "readonly (number | null)[]"],
  [list(flags), 'readonly ("bsp" | "a\\"b" | 3)[]'],
  [list(tensor), 'readonly flow.Tensor<"f32">[]'],
  [list(record({ a: int })), "readonly { readonly a: number }[]"],
  [list(record({ a: optional(int) })), "readonly ({ readonly a: number | null })[]"],
  [optional(list(int)), "readonly number[] | null"],
  [
    record({ a: int, type: list(string) }),
    "{ readonly a: number; readonly type: readonly string[] }",
  ],
  [record({}), "Readonly<Record<never, never>>"],
  [count, "Count"],
  [{ kind: "map", value: optional(count) }, "Readonly<Record<string, Count | null>>"],
  [{ kind: "text" }, "flow.Text"],
  [{ kind: "bytes" }, "Uint8Array"],
  [{ kind: "file" }, "flow.File"],
  [{ kind: "model" }, "flow.Model"],
  [tensor, 'flow.Tensor<"f32">'],
  [{ kind: "dataset", element: count }, "flow.Dataset<Count>"],
  [stream(optional(int)), "Iterable<number | null>"],
])("writes a parameter %j as %s", (type, text) => {
  expect(typeText(type, names)).toBe(text);
});

it.each<[IrType | undefined, string]>([
  [undefined, "unknown"],
  [int, "flow.Returned<number>"],
  [optional(int), "flow.Returned<number | null>"],
  [{ kind: "text" }, "flow.Returned<flow.TextResult>"],
  [stream(count), "flow.Stream<Count>"],
  [stream({ kind: "text" }), "flow.Stream<flow.TextResult>"],
  [
    record({ good: stream(count), bad: stream(string) }),
    "flow.Stream<{ readonly good: Count } | { readonly bad: string }>",
  ],
])("writes a result %j as %s", (type, text) => {
  expect(resultText(type, names)).toBe(text);
});

it("declares records before those that hold them, then functions with their documentation", () => {
  const table = record({ rows: list(count), default: flags }, "Table");
  const { lines, functions } = declareTypes([
    createSignature({
      name: "tokenize",
      params: { chunk: { kind: "text" } },
      result: stream(count),
      doc: "Words of a chunk.",
    }),
    createSignature({
      name: "pack_all",
      params: { table, in: int, ctx: string },
      doc: "Two\nlines */ here.",
    }),
  ]);
  expect(functions).toEqual(["Tokenize", "PackAll"]);
  expect(lines).toEqual([
    "export type Count = {",
    "  readonly word: string;",
    "  readonly n: number;",
    "};",
    "",
    "export type Table = {",
    "  readonly rows: readonly Count[];",
    '  readonly default: "bsp" | "a\\"b" | 3;',
    "};",
    "",
    "/** Words of a chunk. */",
    "export type Tokenize = (chunk: flow.Text, ctx: flow.Context) => flow.Stream<Count>;",
    "",
    "/**",
    " * Two",
    " * lines *\\/ here.",
    " */",
    "export type PackAll = (table: Table, in_: number, ctx: string, ctx_: flow.Context) => unknown;",
    "",
  ]);
});

it("breaks a long signature into one parameter a line", () => {
  const params = { firstParameterOfMany: count, secondParameterOfMany: count, third: list(string) };
  const { lines } = declareTypes([createSignature({ name: "long", params, result: int })]);
  expect(lines.slice(5)).toEqual([
    "export type Long = (",
    "  firstParameterOfMany: Count,",
    "  secondParameterOfMany: Count,",
    "  third: readonly string[],",
    "  ctx: flow.Context,",
    ") => flow.Returned<number>;",
    "",
  ]);
});

it("keeps names apart: of records alike in name alone, of functions, and of what TypeScript has", () => {
  const other = record({ other: int }, "Count");
  const reserved = record({ a: int }, "Record");
  const keyword = record({ b: int }, "class");
  const result = nameTypes([
    createSignature({ name: "count", params: { a: count, b: other, c: reserved, d: keyword } }),
    createSignature({ name: "Count" }),
  ]);
  expect(result.records.map(({ name }) => name)).toEqual([
    "Count",
    "CountRecord",
    "RecordRecord",
    "classRecord",
  ]);
  expect(result.functions).toEqual(["CountFunction", "CountFunction2"]);
});

it("is one type for records that differ in dimensions alone", () => {
  const batch = (dimension: string): IrType =>
    record({ x: { kind: "tensor", element: "f32", dimensions: [dimension] } }, "Batch");
  expect(
    nameTypes([createSignature({ name: "f", params: { a: batch("m"), b: batch("n") } })]).records,
  ).toHaveLength(1);
});
