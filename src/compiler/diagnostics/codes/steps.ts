/**
 * FLOW3xxx: steps over data.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const stepCodes = {
  FLOW3033: {
    severity: "error",
    summary: "Cannot be gone through",
    message: (args: { type: string }) => `expected a dataset or list, found \`${args.type}\``,
    explanation:
      "`for`, `map`, `fold` and `sort` go through datasets, lists and ranges. Files are read " +
      "or split into elements first.",
    example: "workflow main(n: int) -> int {\n" + "  return count(for x in n { x })\n" + "}\n",
  },
  FLOW3034: {
    severity: "error",
    summary: "Branch for every element of plain data",
    message: (args: { type: string }) =>
      `a \`for\` with calls over elements of \`${args.type}\` would be a branch for every one of them`,
    explanation:
      "A `for` whose body calls functions is one branch of control per element. That fits " +
      "elements that stand for data, such as files, but not rows, of which there may be " +
      "millions. `map f over xs` calls a function for many elements in one task; what the body " +
      "does besides is done by a `for` without calls before or after.",
    example:
      "type Row = { id: int, name: string }\n" +
      'function score(r: Row) -> int from "./score.ts"\n' +
      "workflow main(rows: dataset<Row>) -> dataset<int> {\n" +
      "  return for r in rows { score(r) }\n" +
      "}\n",
  },
  FLOW3044: {
    severity: "error",
    summary: "Nothing to reduce",
    message: (args: { type: string }) =>
      `expected the groups of a \`shuffle\`, found \`${args.type}\``,
    explanation:
      "`reduce` calls its function once per key, so its input is what a `shuffle` has brought " +
      "together by key.",
    example:
      'function total(k: string, ns: stream<int>) -> int from "./total.ts"\n' +
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" +
      "  return reduce total over xs\n" +
      "}\n",
  },
  FLOW3046: {
    severity: "error",
    summary: "Not a key",
    message: (args: { type: string }) => `\`${args.type}\` cannot be a key`,
    explanation:
      "Keys are compared for equality on every machine, so they are `bool`, `int`, `string`, " +
      "literal unions, their `?`, or records of those. A `float` that is computed twice may " +
      "differ in its last bit.",
    example:
      "type Row = { price: float }\n" +
      'function one(k: float, rows: stream<Row>) -> Row from "./one.ts"\n' +
      "workflow main(rows: dataset<Row>) -> dataset<Row> {\n" +
      "  return reduce one over (shuffle rows by price)\n" +
      "}\n",
  },
  FLOW3047: {
    severity: "error",
    summary: "No order",
    message: (args: { type: string }) => `\`${args.type}\` has no order`,
    explanation:
      "Numbers, strings, bools, sizes and durations have an order, and records of them field " +
      "by field; null goes first. Lists, maps, `json` and data have none.",
    example:
      "type Row = { tags: string[] }\n" +
      "workflow main(rows: dataset<Row>) -> dataset<Row> {\n" +
      "  return sort rows by tags\n" +
      "}\n",
  },
  FLOW3048: {
    severity: "error",
    summary: "Step needs a dataset",
    message: (args: { step: string; type: string }) =>
      `\`${args.step}\` needs a dataset, found \`${args.type}\``,
    explanation: "The step works on partitions of data, which only a dataset has.",
    example: "workflow main(xs: int[]) -> dataset<int> {\n" + "  return split xs into 2\n" + "}\n",
  },
  FLOW3049: {
    severity: "error",
    summary: "Nothing to read",
    message: (args: { step: string; type: string }) =>
      `\`${args.step}\` needs files or text, found \`${args.type}\``,
    explanation:
      "What is read or split into units is a `file`, `files`, a `text` or a dataset of texts; " +
      "a literal path is looked up.",
    example: "workflow main(n: int) -> int {\n" + "  return count((read n as lines))\n" + "}\n",
  },
  FLOW3051: {
    severity: "error",
    summary: "Lines have no type",
    message: () => "`lines` are strings and take no type",
    explanation:
      "`read fs as lines` gives a dataset of `string`. Typed records are read `as jsonl of T` " +
      "or `as csv of T`.",
    example:
      "workflow main(fs: files) -> dataset<string> {\n" +
      "  return read fs as lines of string\n" +
      "}\n",
  },
  FLOW3052: {
    severity: "error",
    summary: "Rows need a type",
    message: (args: { format: string }) => `\`${args.format}\` needs the type of its rows`,
    explanation:
      "Data is checked against its type while it is read, so the type is written: `read fs as " +
      "csv of T`.",
    example: "workflow main(fs: files) -> int {\n" + "  return count((read fs as csv))\n" + "}\n",
  },
  FLOW3053: {
    severity: "error",
    summary: "Unknown format",
    message: (args: { name: string; known: readonly string[] }) =>
      `unknown format \`${args.name}\`, expected ${args.known.map((name) => `\`${name}\``).join(", ")}`,
    explanation:
      "`read` knows `csv`, `jsonl` and `lines`. Other formats are read by a function that " +
      "takes the file.",
    example:
      "workflow main(fs: files) -> int {\n" +
      "  return count((read fs as parquet of int))\n" +
      "}\n",
  },
  FLOW3054: {
    severity: "error",
    summary: "Type that cannot be read",
    message: (args: { format: string; type: string }) =>
      `\`${args.type}\` cannot be read from ${args.format}`,
    explanation:
      "Rows of CSV are records. JSON holds values; a `file` is read from its path. Other data " +
      "is not written in text.",
    example:
      "workflow main(fs: files) -> dataset<int> {\n" + "  return read fs as csv of int\n" + "}\n",
  },
  FLOW3055: {
    severity: "error",
    summary: "Field that no cell can hold",
    message: (args: { name: string; type: string }) =>
      `field \`${args.name}\` is \`${args.type}\`, which no CSV cell can hold`,
    explanation:
      "A cell of CSV holds one scalar, nothing (where the field is optional), or the path of a " +
      "file.",
    example:
      "type Row = { tags: string[] }\n" +
      "workflow main(fs: files) -> dataset<Row> {\n" +
      "  return read fs as csv of Row\n" +
      "}\n",
  },
  FLOW3056: {
    severity: "error",
    summary: "Bytes have no unit",
    message: () => "bytes are cut anywhere and take no number",
    explanation:
      "`at lines(4)` keeps every four lines together. Bytes have nothing to keep together; how " +
      "many chunks there are is said by `into`.",
    example:
      "workflow main(fs: files) -> dataset<bytes> {\n" + "  return split fs at bytes(4)\n" + "}\n",
  },
  FLOW3057: {
    severity: "error",
    summary: "Unknown unit",
    message: (args: { name: string }) =>
      `unknown unit \`${args.name}\`, expected \`lines\` or \`bytes\``,
    explanation: "A split never cuts a unit: a line, a number of lines (`lines(4)`), or a byte.",
    example:
      "workflow main(fs: files) -> dataset<text> {\n" + "  return split fs at words\n" + "}\n",
  },
  FLOW3058: {
    severity: "error",
    summary: "Lists have no partitions",
    message: () => "a list has no partitions",
    explanation:
      "`into` says how many partitions a dataset gets. A list is one value that control holds.",
    example: "workflow main(xs: int[]) -> int[] {\n" + "  return sort xs into 2\n" + "}\n",
  },
  FLOW3059: {
    severity: "error",
    summary: "Combiner cannot be used",
    message: (args: { why: string }) => `\`combine\` cannot be used: ${args.why}`,
    explanation:
      "A combiner shortens the values of a key before they are sent, on the side where they " +
      "are made. That needs a single input whose order within a key is not asked for.",
    example:
      "type Row = { id: int, n: int }\n" +
      'function sum2(k: int, rows: stream<Row>) -> Row from "./sum.ts"\n' +
      "workflow main(rows: dataset<Row>) -> dataset<Row> {\n" +
      "  return reduce sum2 over (shuffle rows by id sort by n combine sum2)\n" +
      "}\n",
  },
  FLOW3060: {
    severity: "error",
    summary: "Keys of different types",
    message: (args: { expected: string; found: string }) =>
      `keys of all inputs have one type: expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "Elements with equal keys meet, and values of different types are never equal. Make a " +
      "key of the right type with a `for`.",
    example:
      "type A = { id: int }\n" +
      "type B = { id: string }\n" +
      "workflow main(xs: dataset<A>, ys: dataset<B>) -> int {\n" +
      "  return count((join x in xs by id and y in ys by id))\n" +
      "}\n",
  },
  FLOW3061: {
    severity: "error",
    summary: "Not an aggregate",
    message: (args: { name: string | undefined }) =>
      args.name === undefined
        ? "expected an aggregate, as `count()` or `sum(e)`"
        : `\`${args.name}\` is no aggregate`,
    explanation:
      "The fields of a `group` are `count()`, `sum(e)`, `min(e)`, `max(e)` and `mean(e)`, " +
      "which can be combined before data is sent. What else is to be computed of them is " +
      "computed by a `for` over the groups; other functions of all values of a key are a " +
      "`shuffle` and `reduce`.",
    example:
      "type Row = { id: int, name: string }\n" +
      "workflow main(rows: dataset<Row>) -> int {\n" +
      "  return count((group r in rows by name { ids: r.id }))\n" +
      "}\n",
  },
  FLOW3062: {
    severity: "error",
    summary: "Join of one side",
    message: () => "a join has two sides or more",
    explanation: "`join a in xs by k and b in ys by k` brings together elements with equal keys.",
    example:
      "type Row = { id: int, name: string }\n" +
      "workflow main(rows: dataset<Row>) -> int {\n" +
      "  return count((join r in rows by id))\n" +
      "}\n",
  },
  FLOW3063: {
    severity: "error",
    summary: "State begins with too little",
    message: () => "the type of the state does not follow from its first value",
    explanation:
      "The state of a `repeat` has the type of its first value. Null and an empty list do not " +
      "say what will be there later, so the type is written: `repeat s: T = ...`.",
    example:
      "workflow main(n: int) -> int {\n" +
      "  xs = repeat s = [] for n {\n" +
      "    [...s, 1]\n" +
      "  }\n" +
      "  return len(xs)\n" +
      "}\n",
  },
  FLOW3064: {
    severity: "error",
    summary: "Nothing to do",
    message: () => "this runs no step",
    explanation:
      "`do` runs a step for its effect. A pure expression has none, and its value would be " +
      "lost.",
    example: "workflow main(n: int) -> int {\n" + "  do n + 1\n" + "  return n\n" + "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
