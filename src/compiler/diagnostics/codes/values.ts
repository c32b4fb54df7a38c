/**
 * FLOW3xxx: values that stand where another type is asked for, records, lists and literals.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const valueCodes = {
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
  FLOW3050: {
    severity: "error",
    summary: "Number out of range",
    message: (args: { what: string; minimum: number }) =>
      `the ${args.what} is at least ${args.minimum}`,
    explanation: "The number cannot be smaller. Where it is computed, this is checked at run time.",
    example:
      "workflow main(xs: dataset<int>) -> dataset<int> {\n" + "  return split xs into 0\n" + "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
