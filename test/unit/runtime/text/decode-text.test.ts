import fc from "fast-check";
import { expect, it } from "vitest";
import type { DecodeOp } from "../../../../src/compiler/ir/plan.ts";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { TaskError } from "../../../../src/runtime/task-error.ts";
import { createTextDecoder } from "../../../../src/runtime/text/decode-text.ts";
import { planChunks } from "../../../../src/runtime/text/split.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { memoryFiles } from "../../../support/read-context.ts";

const record = (fields: { readonly [name: string]: IrType }): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});

function opOf(format: DecodeOp["format"], type: IrType, options: Partial<DecodeOp> = {}): DecodeOp {
  return {
    op: "decode",
    step: "rows",
    origin: { file: "x.flow", start: 0, end: 0 },
    format,
    type,
    header: true,
    delimiter: ",",
    onError: null,
    ...options,
  };
}

function read(content: string, op: DecodeOp, into = 1, files = {}): readonly Json[] {
  const context = memoryFiles({ "/d/f": content, ...files });
  const decode = createTextDecoder(context, op);
  const file = { path: "/d/f", name: "f", size: Buffer.byteLength(content) };
  const unit =
    op.format === "csv" ? { kind: "csv" as const } : { kind: "lines" as const, count: 1 };
  return planChunks(context, [{ kind: "file", file }], unit, into).flatMap((chunk) =>
    [...decode(chunk)].flat(),
  );
}

function problem(content: string, op: DecodeOp, into = 1): unknown {
  try {
    read(content, op, into);
  } catch (error) {
    if (error instanceof TaskError) {
      const { kind, message, item, step } = error.failure;
      return { kind, message, item, step };
    }
    throw error;
  }
  expect.fail("no failure");
}

const cells = fc.string({
  unit: fc.constantFrom("x", '"', "\n", "\r", ",", ";", " ", "é", "😀"),
  maxLength: 8,
});

it("reads back any cells that were written as CSV, however the file is cut", () => {
  const type = record({ b: { kind: "string" }, a: { kind: "string" } });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cells, cells), { maxLength: 20 }),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom(",", ";", "\t"),
      fc.integer({ min: 1, max: 6 }),
      (rows, end, delimiter, into) => {
        const quote = (cell: string): string =>
          /[",;\n\r\t]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
        const content = [["a", "b"], ...rows]
          .map((row) => row.map(quote).join(delimiter) + end)
          .join("");
        expect(read(content, opOf("csv", type, { delimiter }), into)).toEqual(
          rows.map(([a, b]) => ({ b, a })),
        );
      },
    ),
    { seed: 23, numRuns: 300 },
  );
});

const typed = record({
  n: { kind: "int" },
  x: { kind: "optional", type: { kind: "float" } },
  ok: { kind: "bool" },
  mode: { kind: "literal", values: ["a", 2] },
  when: { kind: "optional", type: { kind: "duration" } },
});

it("reads cells by type", () => {
  expect(read("mode,extra,ok,n,x\n2,?,true,7,NaN\na,,false,0,\n\n", opOf("csv", typed))).toEqual([
    { n: 7, x: Number.NaN, ok: true, mode: 2, when: null },
    { n: 0, x: null, ok: false, mode: "a", when: null },
  ]);
});

it("reads rows without a header by position", () => {
  const type = record({ a: { kind: "int" }, b: { kind: "string" } });
  expect(read("1,x\n2,\n", opOf("csv", type, { header: false }), 2)).toEqual([
    { a: 1, b: "x" },
    { a: 2, b: "" },
  ]);
});

const person = record({ name: { kind: "string" }, age: { kind: "int" } });

it.each([
  ["name,age\nann,3\nbob,x\n", "bad-value", '/d/f:3: age: expected int, found "x"', "/d/f:3"],
  ["name,age\nann,\n", "bad-value", "/d/f:2: age: expected int, found an empty cell", "/d/f:2"],
  [
    "name,age\nann,9007199254740993\n",
    "bad-value",
    '/d/f:2: age: expected int, found "9007199254740993"',
    "/d/f:2",
  ],
  ["name,age\nann\n", "input", "/d/f:2: expected 2 cells, found 1", "/d/f:2"],
  ["name,age\nann,1,2\n", "input", "/d/f:2: expected 2 cells, found 3", "/d/f:2"],
  ['name,age\n"a"b,1\n', "input", "/d/f:2: cell 1 goes on after its closing quote", "/d/f:2"],
  ['name,age\na"b"c,1\n', "input", "/d/f:2: cell 1 has a quote and is not quoted", "/d/f:2"],
  ['name,age\nann,1\n"bob,2\n', "input", "/d/f:3: a quoted cell is never closed", "/d/f:3"],
  ['name,age\n"a\nb",1\nc,x\n', "bad-value", '/d/f:4: age: expected int, found "x"', "/d/f:4"],
  [
    "name,years\nann,1\n",
    "input",
    "the header of /d/f has no column `age`, only `name`, `years`",
    "/d/f:1",
  ],
  [
    "name,age,name\nann,1,b\n",
    "input",
    "the header of /d/f names the column `name` twice",
    "/d/f:1",
  ],
])("says what is wrong with %j", (content, kind, message, item) => {
  expect(problem(content, opOf("csv", person))).toEqual({ kind, message, item, step: "rows" });
});

it("counts lines from the start of the file in a chunk from its middle", () => {
  const rows = Array.from(
    { length: 100 },
    (_, index) => `p${index},${index === 90 ? "old" : index}\n`,
  );
  expect(problem(`name,age\n${rows.join("")}`, opOf("csv", person), 7)).toMatchObject({
    item: "/d/f:92",
  });
});

it("leaves bad rows out and counts them where they are to be skipped", () => {
  const context = memoryFiles({ "/f": 'name,age\nann,1\nbob,x\n"c"d,1\ne,2\n' });
  const op = opOf("csv", person, { onError: { skip: { fraction: null } } });
  const text = { ranges: [{ path: "/f", start: 0, end: 32 }], size: 32 };
  expect([...createTextDecoder(context, op)(text)].flat()).toEqual([
    { name: "ann", age: 1 },
    { name: "e", age: 2 },
  ]);
  expect(context.meter.counts.skipped).toBe(2);
});

it("reads JSON lines, with missing fields null where they may be", () => {
  const type = record({ a: { kind: "int" }, b: { kind: "optional", type: { kind: "string" } } });
  expect(read('{"a":1,"c":2}\r\n\n{"b":"x","a":2}', opOf("jsonl", type), 2)).toEqual([
    { a: 1, b: null },
    { a: 2, b: "x" },
  ]);
  expect(problem('{"a":1}\n{"a":}\n', opOf("jsonl", type))).toMatchObject({
    kind: "input",
    message: "/d/f:2: expected a JSON value",
  });
  expect(problem('{"a":1}\n{"a":1.5}\n', opOf("jsonl", type))).toMatchObject({
    kind: "bad-value",
    item: "/d/f:2",
  });
});

it("finds files relative to the file that names them", () => {
  const type = record({ f: { kind: "file" }, t: { kind: "optional", type: { kind: "text" } } });
  const files = { "/d/x.txt": "abc", "/abs": "a" };
  const expected = [
    {
      f: { path: "/d/x.txt", name: "x.txt", size: 3 },
      t: { ranges: [{ path: "/abs", start: 0, end: 1 }], size: 1 },
    },
  ];
  expect(read("f,t\nx.txt,/abs\n", opOf("csv", type), 1, files)).toEqual(expected);
  expect(read('{"f":"./x.txt","t":"/abs"}\n', opOf("jsonl", type), 1, files)).toEqual(expected);
  expect(problem("f,t\nnone.txt,\n", opOf("csv", type))).toMatchObject({ kind: "input" });
});
