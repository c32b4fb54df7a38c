/**
 * FLOW4xxx: the graph of steps: cycles, order, what is never used.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

const chain = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(" → ");

export const graphCodes = {
  FLOW4001: {
    severity: "error",
    summary: "Steps in a circle",
    message: (args: { names: readonly string[] }) =>
      args.names.length === 2
        ? `\`${args.names[0]}\` depends on itself`
        : `steps depend on each other in a circle: ${chain(args.names)}`,
    explanation:
      "The order of steps comes from what they mention, so none of these could be the first. Something that changes from " +
      "round to round is the state of a `repeat`.",
    example: "workflow main(n: int) -> int {\n  a = b + n\n  b = a + 1\n  return b\n}\n",
  },
  FLOW4002: {
    severity: "error",
    summary: "Files use each other in a circle",
    message: (args: { files: readonly string[] }) =>
      args.files.length === 2
        ? `\`${args.files[0]}\` uses itself`
        : `files use each other in a circle: ${chain(args.files)}`,
    explanation:
      "Files that use each other are one file in truth. Move what both need into a third, or put them together.",
    example: {
      "main.flow":
        'use { Id } from "./other.flow"\ntype Key = Id\nworkflow main(n: Key) -> Key {\n  return n\n}\n',
      "other.flow": 'use { Key } from "./main.flow"\ntype Id = int\ntype Keys = Key[]\n',
    },
  },
  FLOW4003: {
    severity: "error",
    summary: "Workflows use each other in a circle",
    message: (args: { names: readonly string[] }) =>
      args.names.length === 2
        ? `workflow \`${args.names[0]}\` uses itself`
        : `workflows use each other in a circle: ${chain(args.names)}`,
    explanation:
      "A workflow is a plan that is known before it runs, so it cannot contain itself. Use a `repeat`, which is bounded.",
    example: "workflow main(n: int) -> int {\n  return main(n - 1)\n}\n",
  },
  FLOW4004: {
    severity: "warning",
    summary: "Step that nothing needs",
    message: (args: { name: string }) => `\`${args.name}\` is never used`,
    explanation:
      "What runs is what `return`, `do` and `assert` need. This step is needed by nothing, so it will not run. Remove it, " +
      "use it, or run it for its effect with `do`.",
    example: "workflow main(n: int) -> int {\n  twice = 2 * n\n  return n\n}\n",
  },
  FLOW4005: {
    severity: "warning",
    summary: "Name taken by `use` and not used",
    message: (args: { name: string }) => `\`${args.name}\` is never used`,
    explanation:
      "The file takes a declaration from another one and does not mention it. Remove it from the list.",
    example: {
      "main.flow": 'use { Id } from "./ids.flow"\nworkflow main(n: int) -> int {\n  return n\n}\n',
      "ids.flow": "type Id = int\n",
    },
  },
  FLOW4006: {
    severity: "error",
    summary: "Workflow without `return`",
    message: (args: { name: string }) =>
      `workflow \`${args.name}\` declares a result and returns none`,
    explanation:
      "The value of a workflow is that of its one `return`, which is the last of its items. A workflow that runs for its " +
      "effects alone declares no result.",
    example: 'workflow main(n: int) -> int {\n  assert n > 0, "n must be positive"\n}\n',
  },
  FLOW4007: {
    severity: "error",
    summary: "`return` is not the last item",
    message: (args: { name: string }) => `\`return\` is not the last item of \`${args.name}\``,
    explanation:
      "A file reads from top to bottom like the pipeline it is, and `return` is its end. Steps below it would still run, " +
      "since order comes from data, so they belong above it.",
    example:
      'workflow main(n: int) -> int {\n  return n\n  assert n > 0, "n must be positive"\n}\n',
  },
  FLOW4008: {
    severity: "error",
    summary: "Type that contains itself",
    message: (args: { names: readonly string[] }) =>
      args.names.length === 2
        ? `type \`${args.names[0]}\` contains itself`
        : `types contain each other in a circle: ${chain(args.names)}`,
    explanation:
      "Types are finite trees: every value of one can be written in a schema that ends. For data of any depth use `json`, " +
      "or a list of rows that name their parents.",
    example:
      "type Node = { name: string, children: Node[] }\nworkflow main(n: Node) -> string {\n  return n.name\n}\n",
  },
} as const satisfies Readonly<Record<`FLOW4${string}`, CodeEntry>>;
