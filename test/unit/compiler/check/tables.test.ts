import { expect, it } from "vitest";
import type { Tables } from "../../../../src/compiler/check/check-result.ts";
import { printType } from "../../../../src/compiler/check/print-type.ts";
import { toIr } from "../../../../src/compiler/check/to-ir.ts";
import { checkText } from "../../../support/check-text.ts";

const declarations = `
type Row = { id: int, file: file }
function one(row: Row) -> int from "./f.ts"
function some(rows: Row[], limit: int = 3) -> stream<int> from "./f.ts"
function all(rows: stream<Row>) -> int from "./f.ts"
function part(rows: dataset<Row>) -> { good: stream<Row>, bad: stream<string> } from "./f.ts"
function known(id: int, ids: int[]) -> bool from "./f.ts"
function total(id: int, ns: stream<Row>) -> Row from "./f.ts"
function add(a: int, b: int) -> int from "./f.ts"
function open(t: text, n: size, wait: duration) -> int from "./f.ts"
`;

function tablesOf(
  body: string,
  params = "rows: dataset<Row>, ids: dataset<int>, xs: int[], s: size, f: file",
): Tables {
  const { diagnostics, tables } = checkText(
    `${declarations}workflow main(${params}) {\n  ${body}\n}\n`,
  );
  expect(diagnostics).toEqual([]);
  return tables;
}

it.each([
  ["do map one over rows", "element", ["row"], "one"],
  ["do map some over rows", "batch", ["rows"], "many"],
  ["do map all over rows", "stream", ["rows"], "one"],
  ["do map part over rows", "dataset", ["rows"], "streams"],
  ["do map known(ids: ids) over ids", "element", ["id"], "one"],
  ["do reduce total over (shuffle rows by id)", "key", ["id", "ns"], "one"],
  ["do fold add over ids", "pair", ["a", "b"], "one"],
  ["do some(rows)", "once", [], "many"],
] as const)("resolves how `%s` calls its function", (body, mode, free, emits) => {
  const [call] = tablesOf(body).calls.values();
  expect([call?.mode, call?.free, call?.emits.kind]).toEqual([mode, free, emits]);
});

it.each([
  ["do known(1, ids)", ["value", "list"]],
  ["do known(1, xs)", ["value", "value"]],
  ["do all(rows)", ["dataset"]],
  ["do some(rows)", ["list", "default"]],
])("resolves how the arguments of `%s` are handed over", (body, passes) => {
  const [call] = tablesOf(body).calls.values();
  expect(call?.args.map((arg) => (arg.kind === "given" ? arg.pass : arg.kind))).toEqual(passes);
});

it.each([
  ["xs[0] + 1", "add.int", false],
  ["xs[0] / 2", "div.int", false],
  ["xs[0] / 2.0", "div.float", false],
  ["s + 1 KB", "add.float", true],
  ["s * 2", "mul.float", true],
  ["s / 1 KB", "div.float", false],
  ["xs[0] < 2", "lt", false],
  ["s == 1 KB", "eq", false],
  ["-xs[0]", "neg.int", false],
])("chooses the operation of `%s` by its types", (expr, overload, round) => {
  const operators = [...tablesOf(`assert "\${${expr}}" != "", "x"`).operators.values()];
  expect(operators).toContainEqual({ overload, round });
});

it.each([
  ["count(rows)", "count"],
  ["count(xs)", "count.list"],
  ["size(f)", "size.bytes"],
  ["min(1, 2)", "min"],
  ["max(xs)", "max.list"],
  ["sum([1.5])", "sum.float"],
  ["abs(1.5)", "abs.float"],
  ["take(xs, 2)", "take.list"],
  ["contains(xs, 1)", "contains.list"],
])("chooses the overload of `%s` by its types", (expr, overload) => {
  const builtins = [...tablesOf(`assert "\${${expr}}" != "", "x"`).builtins.values()];
  expect(builtins.map((builtin) => builtin.overload)).toContain(overload);
});

it("notes every conversion that does something at run time, and no other", () => {
  const { conversions } = tablesOf('do open(f, "1 MB", "90 s")');
  expect([...conversions.values()]).toEqual(["text", "size", "duration"]);
});

it.each([
  ["do for r in rows { one(r) }", { over: "dataset", hasCalls: true, output: "dataset" }],
  ["do for r in rows { r.id }", { over: "dataset", hasCalls: false, output: "dataset" }],
  ["do for r in rows { some([r]) }", { over: "dataset", hasCalls: true, output: "datasets" }],
  ["do for x in xs { add(x, 1) }", { over: "list", hasCalls: true, output: "list" }],
  ["do map part over rows", { over: "dataset", hasCalls: false, output: "streams" }],
] as const)("resolves what `%s` makes", (body, expected) => {
  const [iteration] = tablesOf(body).iterations.values();
  expect(iteration).toMatchObject(expected);
});

it("tells what needs a node of the Plan from what is pure", () => {
  const { effectful } = tablesOf(
    "do one(if count(xs) > 1 { { id: 1, file: f } } else { { id: 2, file: f } })",
  );
  expect([...effectful].map(({ kind }) => kind)).toEqual(["CallExpr", "Block"]);
});

it("reads options as numbers, with nothing for what is not written", () => {
  const [options] = tablesOf(
    "do map one over rows with { memory 512 MB .. 1 GB, retry 2, on_error skip 1% }",
  ).options.values();
  expect(options).toMatchObject({
    memory: { base: 512 * 1024 ** 2, max: 1024 ** 3 },
    retry: { attempts: 2, minDelayMs: 1_000, maxDelayMs: 30_000 },
    onError: { skip: { fraction: 0.01 } },
    cpu: undefined,
    cache: undefined,
  });
});

it("resolves keys and orders with their types", () => {
  const { keys, orders } = tablesOf(
    "do reduce total over (shuffle rows by id sort by file.size desc)",
  );
  expect([...keys.values()]).toEqual([
    { key: { kind: "path", path: ["id"] }, type: { kind: "int" } },
  ]);
  expect([...orders.values()]).toEqual([{ path: ["file", "size"], type: { kind: "size" } }]);
});

it("says where each dimension constant of a workflow is read", () => {
  const { tables, diagnostics } = checkText(
    "workflow main(p: { x: tensor<f32>[2 * m, k] }, y: tensor<f32>[m, k]) -> int {\n  return m + k\n}\n",
  );
  const [sources = []] = tables.dimensions.values();
  expect(diagnostics).toEqual([]);
  expect(sources.map(({ name, param, path, axis }) => [name, param.name.name, path, axis])).toEqual(
    [
      ["m", "y", [], 0],
      ["k", "p", ["x"], 1],
    ],
  );
});

it("keeps the declared name of a record type, and prints and encodes the types of signatures", () => {
  const signatures = [...tablesOf("do one({ id: 1, file: f })").signatures.values()];
  expect(signatures[0]?.params.map(({ type }) => printType(type))).toEqual(["Row"]);
  const [row] = signatures[0]?.params ?? [];
  expect(row && toIr(row.type)).toEqual({
    kind: "record",
    name: "Row",
    fields: [
      { name: "id", type: { kind: "int" } },
      { name: "file", type: { kind: "file" } },
    ],
  });
});
