/**
 * FLOW3xxx: types, dimensions and values.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const typeCodes = {
  FLOW3001: {
    severity: "error",
    summary: "Wrong type",
    message: (args: { expected: string; found: string }) =>
      `expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "A value of one type stands where another is asked for. By itself converts only: `int` " +
      "to `float`, `T` to `T?`, `file` to `text` or `bytes`, a value to `json`, and a string " +
      "literal to `file`, `files`, `duration` or `size`. A record with more fields fits where " +
      "fewer are asked for. Everything else is written out: `round(x)`, `string(x)`, `int(s)`.",
    example: "workflow main(n: int) -> int {\n" + '  return "one"\n' + "}\n",
  },
  FLOW3002: {
    severity: "error",
    summary: "Missing field",
    message: (args: { name: string; type: string }) =>
      `field \`${args.name}\` of type \`${args.type}\` is missing`,
    explanation:
      "A record that is written out must have every field of the type that is asked for. A " +
      "field whose value is unknown is written as `null`, where its type allows it.",
    example:
      "type Row = { id: int, name: string }\n" +
      "workflow main(n: int) -> Row {\n" +
      "  return { id: n }\n" +
      "}\n",
  },
  FLOW3003: {
    severity: "error",
    summary: "Field twice",
    message: (args: { name: string }) => `field \`${args.name}\` appears twice`,
    explanation:
      "A record has every field once. A field after a spread (`{ ...r, id: 1 }`) replaces the " +
      "one from there, and is no second one.",
    example:
      "type Row = { id: int, id: string }\n" +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
  FLOW3004: {
    severity: "error",
    summary: "Wrong number of type arguments",
    message: (args: { name: string; expected: number; found: number }) =>
      `\`${args.name}\` takes ${args.expected === 0 ? "no type arguments" : args.expected === 1 ? "one type argument" : `${args.expected} type arguments`}, found ${args.found}`,
    explanation:
      "`dataset<T>` and `stream<T>` say what they hold, `map<string, T>` what its entries are, " +
      "`tensor<e>[...]` its element. Other types have no arguments, and there are no generic " +
      "types of one's own.",
    example: "workflow main(xs: dataset) -> int {\n" + "  return count(xs)\n" + "}\n",
  },
  FLOW3005: {
    severity: "error",
    summary: "Type that cannot stand there",
    message: (args: { what: string; type: string }) => `${args.what} cannot hold \`${args.type}\``,
    explanation:
      "Datasets and lists hold values and references to data; a dataset holds no datasets, and " +
      "streams, groups and secrets are held by nothing. Datasets inside records and lists " +
      "exist while control holds them, and are put together by `flatten`.",
    example: "workflow main(xs: dataset<dataset<int>>) -> int {\n" + "  return count(xs)\n" + "}\n",
  },
  FLOW3006: {
    severity: "error",
    summary: "Optional twice",
    message: (args: { type: string }) => `\`${args.type}\` may be null already`,
    explanation: "`T?` is `T` or null. There is one null, so a second `?` says nothing.",
    example:
      "type Maybe = int?\n" + "workflow main(n: Maybe?) -> int {\n" + "  return n ?? 0\n" + "}\n",
  },
  FLOW3007: {
    severity: "error",
    summary: "Groups in a signature",
    message: () => "groups are made by `shuffle` and have no written type",
    explanation:
      "What a `shuffle` makes goes to a `reduce` of the same workflow. Pass on the dataset, " +
      "and shuffle it where it is reduced.",
    example: "workflow main(g: groups<string, int>) -> int {\n" + "  return 1\n" + "}\n",
  },
  FLOW3008: {
    severity: "error",
    summary: "Incomplete tensor type",
    message: () => "a tensor has an element type and dimensions",
    explanation:
      "A tensor type says what its elements are (`f32`, `f64`, `i32`, `i64` or `u8`) and how " +
      "many dimensions it has: `tensor<f32>[m, n]`. An extent that is related to nothing is " +
      "`_`.",
    example:
      'function norm(x: tensor) -> float from "./norm.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
  FLOW3009: {
    severity: "error",
    summary: "Key type of a map",
    message: (args: { type: string }) => `keys of a map are \`string\`, found \`${args.type}\``,
    explanation:
      "A map is a JSON object, so its keys are strings: `map<string, T>`. For other keys use a " +
      "list or dataset of records.",
    example: "workflow main(m: map<int, int>) -> int {\n" + "  return len(m)\n" + "}\n",
  },
  FLOW3010: {
    severity: "error",
    summary: "Union of something else than literals",
    message: (args: { type: string }) =>
      `a union is of literal strings or of literal ints, found \`${args.type}\``,
    explanation:
      '`"bsp" | "asp"` names the values that are allowed. Unions of types do not exist; ' +
      "`T?` is the one way to say that something may be missing.",
    example: "workflow main(n: int | string) -> int {\n" + "  return 1\n" + "}\n",
  },
  FLOW3011: {
    severity: "error",
    summary: "Not a dimension",
    message: () => "a dimension is a whole number, a name, or made of those by `+ - * / %`",
    explanation:
      "Dimensions are integer expressions over the names of the signature; `_` is an extent " +
      "related to nothing.",
    example:
      'function norm(x: tensor<f32>[1.5]) -> float from "./norm.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
  FLOW3012: {
    severity: "error",
    summary: "Dimensions on another type",
    message: (args: { type: string }) => `only \`tensor\` has dimensions, found \`${args.type}\``,
    explanation:
      "Dimensions in brackets belong to `tensor<e>[m, n]`. A list is written with empty ones: " +
      "`T[]`.",
    example: "workflow main(n: int[3]) -> int {\n" + "  return 1\n" + "}\n",
  },
  FLOW3013: {
    severity: "error",
    summary: "Type that cannot be passed there",
    message: (args: { type: string; place: string }) => `\`${args.type}\` cannot be ${args.place}`,
    explanation:
      "Workflows pass values, files, tensors, models and datasets. Streams exist in function " +
      "signatures only, as parameters of their own or as what a function gives; a function " +
      "gives no datasets; a secret goes into functions and never comes out.",
    example: "workflow main(xs: stream<int>) -> int {\n" + "  return 1\n" + "}\n",
  },
  FLOW3014: {
    severity: "error",
    summary: "Value may be null",
    message: (args: { expected: string; found: string }) =>
      `expected \`${args.expected}\`, found \`${args.found}\`, which may be null`,
    explanation:
      "A value of type `T?` cannot be used as a `T` until null is dealt with: `x ?? default` " +
      "replaces it, `x?.field` passes it on, and comparing with null in `if`, `where` or " +
      "`assert` shows that a name or field path is not null from there on.",
    example: "workflow main(n: int?) -> int {\n" + "  return n + 1\n" + "}\n",
  },
  FLOW3015: {
    severity: "error",
    summary: "Dimensions do not agree",
    message: (args: { axis: number; expected: string; found: string }) =>
      `dimension ${args.axis + 1} does not agree: expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "The extents are equal for no values of the names in them, so the run could not succeed. " +
      "Extents that are equal only for some values are checked when the headers of the data " +
      "have been read.",
    example:
      'function gemm(a: tensor<f32>[m, k], b: tensor<f32>[k, n]) -> tensor<f32>[m, n] from "./gemm.ts"\n' +
      "workflow main(a: tensor<f32>[4, 8], b: tensor<f32>[9, 2]) -> tensor<f32>[4, 2] {\n" +
      "  return gemm(a, b)\n" +
      "}\n",
  },
  FLOW3016: {
    severity: "error",
    summary: "No value",
    message: () => "this gives no value",
    explanation:
      "A function without a result, a block without a last value and the groups of a `shuffle` " +
      "cannot be bound, passed or put into records. Call such a function with `do`; give " +
      "groups to a `reduce`.",
    example:
      'function notify(n: int) from "./notify.ts" { effect }\n' +
      "workflow main(n: int) -> int {\n" +
      "  done = [notify(n)]\n" +
      "  return count(done)\n" +
      "}\n",
  },
  FLOW3017: {
    severity: "error",
    summary: "Text is no size or duration",
    message: (args: { kind: string; text: string }) => `\`${args.text}\` is no ${args.kind}`,
    explanation:
      "A string literal converts to a size or duration where it is a number, and a unit: `B KB " +
      "MB GB TB`, or `ms s min h`. It can also be written without quotes.",
    example: 'workflow main(limit: size = "10 megs") -> size {\n' + "  return limit\n" + "}\n",
  },
  FLOW3018: {
    severity: "error",
    summary: "Not printable",
    message: (args: { type: string }) => `\`${args.type}\` cannot be put into a string`,
    explanation:
      "A hole of a string takes values: a string as it is, all else as JSON. Data is held by " +
      "reference and has no text of its own; a secret must not be written anywhere.",
    example: "workflow main(f: file) -> string {\n" + '  return "read ${f}"\n' + "}\n",
  },
  FLOW3019: {
    severity: "error",
    summary: "Elements of different types",
    message: (args: { expected: string; found: string }) =>
      `elements of one list differ: \`${args.expected}\` and \`${args.found}\``,
    explanation:
      "The elements of a list have one type: equal, or one fits the other, or one is null.",
    example: "workflow main() -> int {\n" + '  return len([1, "two"])\n' + "}\n",
  },
  FLOW3020: {
    severity: "error",
    summary: "Nothing to take apart",
    message: (args: { what: string; type: string }) =>
      `expected a ${args.what}, found \`${args.type}\``,
    explanation:
      "`{ ...r }` and `{ a, b } = r` take the fields of a record, `[...xs]` the elements of a " +
      "list.",
    example: "workflow main(n: int) -> int {\n" + "  return len([...n])\n" + "}\n",
  },
  FLOW3021: {
    severity: "error",
    summary: "Secret outside of a call",
    message: (args: { name: string }) =>
      `\`${args.name}\` is a secret, which only a function can be given`,
    explanation:
      "A secret comes from the environment, reaches functions as an argument, and stands in no " +
      "value, key, message or output. So it is named only where a parameter of type `secret` " +
      "takes it.",
    example: "workflow main(token: secret) -> string {\n" + '  return "token ${token}"\n' + "}\n",
  },
  FLOW3022: {
    severity: "error",
    summary: "Dimension that cannot be read",
    message: (args: { name: string }) =>
      `the value of dimension \`${args.name}\` cannot be read from a parameter`,
    explanation:
      "A name in the dimensions of a workflow's parameters is a constant of its body where one " +
      "axis of a tensor parameter is this name alone. Here it stands only inside an " +
      "expression, or in the elements of a dataset or list.",
    example: "workflow main(x: tensor<f32>[2 * n]) -> int {\n" + "  return n\n" + "}\n",
  },
  FLOW3023: {
    severity: "warning",
    summary: "Needless `?.`",
    message: (args: { type: string }) => `\`${args.type}\` is never null, so \`?.\` says too much`,
    explanation: "`a?.b` is null where `a` is. Here it never is; a plain dot does the same.",
    example:
      "type Row = { id: int, name: string }\n" +
      "workflow main(r: Row) -> int {\n" +
      "  return r?.id\n" +
      "}\n",
  },
  FLOW3024: {
    severity: "error",
    summary: "Unknown field",
    message: (args: { name: string; type: string }) =>
      `there is no field \`${args.name}\` in \`${args.type}\``,
    explanation:
      "Records have the fields of their type, and a `file` has `path`, `name` and `size`. " +
      "There are no methods: what can be done with other values are functions, as in " +
      "`count(xs)`.",
    example:
      "type Row = { id: int, name: string }\n" +
      "workflow main(r: Row) -> int {\n" +
      "  return r.ident\n" +
      "}\n",
  },
  FLOW3025: {
    severity: "error",
    summary: "Cannot be indexed",
    message: (args: { type: string }) => `expected a list or map, found \`${args.type}\``,
    explanation:
      '`xs[i]` is the element of a list, counted from 0, and `m["key"]` the entry of a map, ' +
      "null where there is none.",
    example: "workflow main(n: int) -> int {\n" + "  return n[0]\n" + "}\n",
  },
  FLOW3026: {
    severity: "error",
    summary: "Arms of different types",
    message: (args: { expected: string; found: string }) =>
      `arms differ: \`${args.expected}\` and \`${args.found}\``,
    explanation:
      "The arms of an `if` or `try` give one type: equal, or one fits the other, or one is " +
      "null and the whole is `T?`. A missing `else` is null.",
    example:
      "workflow main(n: int) -> int {\n" +
      '  small = if n < 10 { "yes" } else { 0 }\n' +
      '  return len("${small}")\n' +
      "}\n",
  },
  FLOW3027: {
    severity: "warning",
    summary: "Needless `??`",
    message: (args: { type: string }) =>
      `\`${args.type}\` is never null, so what follows \`??\` is never used`,
    explanation: "`a ?? b` is `b` where `a` is null. Here it never is.",
    example: "workflow main(n: int) -> int {\n" + "  return n ?? 1\n" + "}\n",
  },
  FLOW3028: {
    severity: "warning",
    summary: "Comparison with null is constant",
    message: (args: { type: string; outcome: boolean }) =>
      `\`${args.type}\` is never null, so this is always ${args.outcome}`,
    explanation:
      "Only a value of type `T?` can be null. Where missing data is meant, declare the field " +
      "or parameter as `T?`.",
    example:
      "workflow main(n: int) -> int {\n" + "  return if n == null { 0 } else { n }\n" + "}\n",
  },
  FLOW3029: {
    severity: "error",
    summary: "Operation on the wrong type",
    message: (args: { operator: string; type: string }) =>
      `\`${args.operator}\` is not for \`${args.type}\``,
    explanation:
      "Arithmetic is for numbers, sizes and durations; order comparisons are for numbers, " +
      "strings, bools, sizes and durations; equality is for values, and not for data held by " +
      "reference.",
    example: "workflow main(a: files, b: files) -> bool {\n" + "  return a == b\n" + "}\n",
  },
  FLOW3030: {
    severity: "error",
    summary: "Strings are not added",
    message: (args: { left: string; right: string }) =>
      `\`+\` does not join \`${args.left}\` and \`${args.right}\``,
    explanation:
      'Strings are put together by interpolation, which says where each value goes: `"${a} of ' +
      '${b}"`. A list of strings is joined by `concat(xs, separator)`.',
    example: "workflow main(a: string, b: string) -> string {\n" + "  return a + b\n" + "}\n",
  },
  FLOW3031: {
    severity: "error",
    summary: "Operands do not go together",
    message: (args: { operator: string; left: string; right: string }) =>
      `\`${args.operator}\` does not go with \`${args.left}\` and \`${args.right}\``,
    explanation:
      "Numbers go with numbers, where an `int` beside a `float` is one. Sizes and durations " +
      "are added to their own kind, multiplied and divided by numbers, and divided by their " +
      "own kind into a float.",
    example: "workflow main(a: size, b: duration) -> size {\n" + "  return a + b\n" + "}\n",
  },
  FLOW3032: {
    severity: "error",
    summary: "Call where only an expression can stand",
    message: (args: { place: string }) =>
      `${args.place} is a pure expression: it calls no functions and runs no steps`,
    explanation:
      "Conditions on elements, aggregates, defaults and the end of a loop are evaluated in " +
      "passing, without tasks of their own. Bind what needs a step to a name before, or make " +
      "it a field with `map` or `for`.",
    example:
      'function good(n: int) -> bool from "./good.ts"\n' +
      "workflow main(xs: int[]) -> int[] {\n" +
      "  return for x in xs where good(x) { x }\n" +
      "}\n",
  },
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
  FLOW3035: {
    severity: "error",
    summary: "Missing argument",
    message: (args: { name: string; params: readonly string[] }) =>
      `\`${args.name}\` needs ${args.params.map((param) => `\`${param}\``).join(" and ")}`,
    explanation: "Every parameter without default must be given a value, by position or by name.",
    example:
      'function add(a: int, b: int) -> int from "./add.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return add(n)\n" +
      "}\n",
  },
  FLOW3036: {
    severity: "error",
    summary: "Argument twice",
    message: (args: { param: string }) => `\`${args.param}\` is given twice`,
    explanation: "Each parameter gets one value: by its position or by its name.",
    example:
      'function add(a: int, b: int = 1) -> int from "./add.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return add(n, a: 2)\n" +
      "}\n",
  },
  FLOW3037: {
    severity: "error",
    summary: "Argument without name",
    message: (args: { name: string }) => `this argument of \`${args.name}\` needs a name`,
    explanation:
      "In `map`, `reduce`, `combine` and `fold` the free parameters are filled by the step, so " +
      "the fixed ones say which they are: `map align(genome: genome) over reads`. In a call, " +
      "arguments by position come before those by name.",
    example:
      'function scale(x: int, factor: int) -> int from "./scale.ts"\n' +
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" +
      "  return map scale(2) over xs\n" +
      "}\n",
  },
  FLOW3038: {
    severity: "error",
    summary: "Too many arguments",
    message: (args: { name: string; expected: number }) =>
      `\`${args.name}\` takes ${args.expected === 0 ? "no arguments" : args.expected === 1 ? "one argument" : `${args.expected} arguments`}`,
    explanation: "There are more arguments than parameters.",
    example:
      'function add(a: int, b: int) -> int from "./add.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return add(n, 1, 2)\n" +
      "}\n",
  },
  FLOW3039: {
    severity: "error",
    summary: "Unknown parameter",
    message: (args: { name: string; param: string }) =>
      `\`${args.name}\` has no parameter \`${args.param}\``,
    explanation: "An argument with a name goes to the parameter of that name.",
    example:
      'function add(a: int, b: int) -> int from "./add.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return add(n, by: 1)\n" +
      "}\n",
  },
  FLOW3040: {
    severity: "error",
    summary: "Nothing to call",
    message: (args: { name: string | undefined }) =>
      args.name === undefined ? "this is nothing to call" : `\`${args.name}\` is nothing to call`,
    explanation:
      "Functions, workflows, pipelines and the built-in functions can be called, by their " +
      "names. There are no methods and no functions as values.",
    example: "workflow main(n: int) -> int {\n" + "  return n(1)\n" + "}\n",
  },
  FLOW3041: {
    severity: "error",
    summary: "Wrong number of free parameters",
    message: (args: { name: string; step: string; expected: number; found: readonly string[] }) =>
      `\`${args.step}\` fills ${args.expected === 1 ? "one free parameter" : `${args.expected} free parameters`}, \`${args.name}\` has ${args.found.length === 0 ? "none" : args.found.map((name) => `\`${name}\``).join(", ")}`,
    explanation:
      "The parameters of a callee that have no default and are not fixed by name are the free " +
      "ones. `map` fills one, with the element; `reduce` and `combine` fill the key and one " +
      "stream per input; `fold` fills two, with two values.",
    example:
      'function scale(x: int, factor: int) -> int from "./scale.ts"\n' +
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" +
      "  return map scale over xs\n" +
      "}\n",
  },
  FLOW3042: {
    severity: "error",
    summary: "Callee takes something else",
    message: (args: { name: string; what: string; expected: string; found: string }) =>
      `\`${args.name}\` takes \`${args.expected}\`, ${args.what} are \`${args.found}\``,
    explanation:
      "What a pattern hands to its callee must fit the free parameter. Over a dataset of `T`, " +
      "`map` calls a function that takes `T` per element, `T[]` per batch, `stream<T>` or " +
      "`dataset<T>` per partition; over a list it takes `T`.",
    example:
      'function length(s: string) -> int from "./length.ts"\n' +
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" +
      "  return map length over xs\n" +
      "}\n",
  },
  FLOW3043: {
    severity: "error",
    summary: "Callee that the step cannot use",
    message: (args: { name: string; step: string }) =>
      `\`${args.step}\` cannot use \`${args.name}\``,
    explanation:
      "`map` takes functions, workflows and pipelines; `reduce`, `combine` and `fold` run " +
      "inside tasks and take functions. `fold` also knows `min`, `max` and `sum`; other " +
      "built-in functions are called in a `for`.",
    example:
      "workflow main(xs: dataset<float>) -> dataset<int> {\n" +
      "  return map round over xs\n" +
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
  FLOW3045: {
    severity: "error",
    summary: "Callee gives something else than it takes",
    message: (args: { name: string; expected: string; found: string }) =>
      `\`${args.name}\` must give \`${args.expected}\`, it gives \`${args.found}\``,
    explanation:
      "A combiner or the function of a `fold` is given its own results again, so what it gives " +
      "must fit what it takes.",
    example:
      'function add(a: int, b: int) -> string from "./add.ts"\n' +
      "workflow main(xs: dataset<int>) -> int {\n" +
      "  return fold add over xs\n" +
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
  FLOW3050: {
    severity: "error",
    summary: "Number out of range",
    message: (args: { what: string; minimum: number }) =>
      `the ${args.what} is at least ${args.minimum}`,
    explanation: "The number cannot be smaller. Where it is computed, this is checked at run time.",
    example:
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" + "  return split xs into 0\n" + "}\n",
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
  FLOW3065: {
    severity: "error",
    summary: "Wrong argument of a built-in function",
    message: (args: { name: string; expected: string; found: string }) =>
      `\`${args.name}\` takes ${args.expected}, found \`${args.found}\``,
    explanation:
      "Each built-in function works on the types listed for it in the language reference.",
    example: "workflow main(n: int) -> int {\n" + "  return count(n)\n" + "}\n",
  },
  FLOW3066: {
    severity: "error",
    summary: "Result is not declared",
    message: (args: { name: string }) =>
      `workflow \`${args.name}\` returns a value and declares no result`,
    explanation:
      "Signatures are written, so that a workflow can be used without reading it: `workflow " +
      "main(...) -> T`.",
    example: "workflow main(n: int) {\n" + "  return n\n" + "}\n",
  },
  FLOW3067: {
    severity: "error",
    summary: "Type too large",
    message: (args: { name: string }) => `the type of \`${args.name}\` is too large`,
    explanation:
      "A type has at most 10,000 parts and is nested at most 100 deep, counted with everything " +
      "it contains. Types that use each other several times grow fast; for data of any shape " +
      "use `json`.",
    example:
      "type T0 = { a: T1, b: T1 }\n" +
      "type T1 = { a: T2, b: T2 }\n" +
      "type T2 = { a: T3, b: T3 }\n" +
      "type T3 = { a: T4, b: T4 }\n" +
      "type T4 = { a: T5, b: T5 }\n" +
      "type T5 = { a: T6, b: T6 }\n" +
      "type T6 = { a: T7, b: T7 }\n" +
      "type T7 = { a: T8, b: T8 }\n" +
      "type T8 = { a: T9, b: T9 }\n" +
      "type T9 = { a: T10, b: T10 }\n" +
      "type T10 = { a: T11, b: T11 }\n" +
      "type T11 = { a: T12, b: T12 }\n" +
      "type T12 = { a: T13, b: T13 }\n" +
      "type T13 = int\n" +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
