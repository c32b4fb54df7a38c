/**
 * FLOW3xxx: types as they are written.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const writtenTypeCodes = {
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
