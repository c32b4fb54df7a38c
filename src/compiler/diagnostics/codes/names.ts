/**
 * FLOW2xxx: names and what they refer to.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

const kernels = 'function double(n: int) -> int from "./double.ts"\n';

export const nameCodes = {
  FLOW2001: {
    severity: "error",
    summary: "Unknown name",
    message: (args: { name: string }) => `unknown name \`${args.name}\``,
    explanation:
      "The name is not bound here. A workflow sees its parameters, the names its steps bind, the names of the blocks " +
      "around the place, the declarations of the file with what it takes by `use`, and the built-in functions. Bind the " +
      "name with a step, or write the name that was meant.",
    example: "workflow main(n: int) -> int {\n  return m + 1\n}\n",
  },
  FLOW2002: {
    severity: "error",
    summary: "Unknown type",
    message: (args: { name: string }) => `unknown type \`${args.name}\``,
    explanation:
      "No type of this name is built in, declared in the file with `type`, or taken by `use`. Types and values have " +
      "separate name spaces, so a function or workflow of the same name is not found here.",
    example: "workflow main(n: integer) -> int {\n  return 1\n}\n",
  },
  FLOW2003: {
    severity: "error",
    summary: "Name declared twice",
    message: (args: { name: string }) => `\`${args.name}\` is declared twice`,
    explanation:
      "Functions, workflows, pipelines and namespaces of a file share one name space, types have another; what `use` " +
      "takes counts as declared. Rename one of the two, or take it under another name: `use { a as b } from ...`.",
    example: "type Id = int\ntype Id = string\nworkflow main(n: Id) -> Id {\n  return n\n}\n",
  },
  FLOW2004: {
    severity: "error",
    summary: "Name bound twice",
    message: (args: { name: string }) => `\`${args.name}\` is bound already`,
    explanation:
      "A name is bound once and never shadowed, so that it means one thing wherever it is read: parameters, bindings, " +
      "elements of a `for`, loop states and errors alike. There is no assignment: a changed value gets a name of its own. " +
      "Two blocks beside each other may use the same name.",
    example: "workflow main(n: int) -> int {\n  n = 2\n  return n\n}\n",
  },
  FLOW2005: {
    severity: "error",
    summary: "Path of `use` is not relative",
    message: (args: { path: string }) => `\`${args.path}\` does not start with \`./\` or \`../\``,
    explanation:
      "`use` takes declarations from another file of the project. Its path is relative to the file it stands in and " +
      "says so by starting with `./` or `../`.",
    example: {
      "main.flow":
        'use { double } from "kernels.flow"\nworkflow main(n: int) -> int {\n  return double(n)\n}\n',
      "kernels.flow": kernels,
    },
  },
  FLOW2006: {
    severity: "error",
    summary: "Used file is missing",
    message: (args: { path: string }) => `there is no file \`${args.path}\``,
    explanation:
      "The path after `use` is relative to the file it stands in. There is no such file, or it cannot be read.",
    example:
      'use { double } from "./kernels.flow"\nworkflow main(n: int) -> int {\n  return double(n)\n}\n',
  },
  FLOW2007: {
    severity: "error",
    summary: "Used file does not declare the name",
    message: (args: { name: string; path: string }) =>
      `\`${args.path}\` does not declare \`${args.name}\``,
    explanation:
      "All declarations of a file can be used, and only those: what it takes from others by `use` itself is taken from " +
      "where it is declared.",
    example: {
      "main.flow":
        'use { triple } from "./kernels.flow"\nworkflow main(n: int) -> int {\n  return triple(n)\n}\n',
      "kernels.flow": kernels,
    },
  },
  FLOW2008: {
    severity: "error",
    summary: "Name cannot stand for a value",
    message: (args: { name: string; what: string }) =>
      `expected a value, found the ${args.what} \`${args.name}\``,
    explanation:
      "Functions, workflows, pipelines and files taken by `use` are no values: they cannot be bound, passed or put " +
      "into records. Call the function, or name it in a step that takes one: `map f over xs`.",
    example: `${kernels}workflow main(n: int) -> int {\n  return double\n}\n`,
  },
  FLOW2009: {
    severity: "error",
    summary: "Name is no namespace",
    message: (args: { name: string }) => `\`${args.name}\` is not a file taken by \`use\``,
    explanation:
      'Before the dot of a qualified name stands a namespace: the name that `use "./kernels.flow" as kernels` gives to a ' +
      "file.",
    example: "workflow main(n: int) -> kernels.Tile {\n  return n\n}\n",
  },
  FLOW2010: {
    severity: "error",
    summary: "Nothing to wait for",
    message: (args: { name: string }) => `\`${args.name}\` is no step that can be waited for`,
    explanation:
      "`after` names steps of the block, or of the blocks around it, by what they bind. Parameters and constants are " +
      "there from the start.",
    example:
      'function notify(n: int) from "./notify.ts" { effect }\nworkflow main(n: int) {\n  do notify(n) after n\n}\n',
  },
  FLOW2011: {
    severity: "error",
    summary: "Default uses a later parameter",
    message: (args: { name: string }) => `\`${args.name}\` is not known yet`,
    explanation:
      "A default may use the parameters before its own. Those after it get their values later, and may themselves be " +
      "made from this one.",
    example: "workflow main(n: int = m + 1, m: int = 2) -> int {\n  return n * m\n}\n",
  },
  FLOW2012: {
    severity: "error",
    summary: "Dimension name in a type declaration",
    message: (args: { name: string }) => `dimension \`${args.name}\` has no signature to belong to`,
    explanation:
      "Names of dimensions are variables of a signature. A declared type is used in many, so its dimensions are numbers, " +
      "or `_` for an extent that is related to nothing.",
    example:
      'type Batch = { x: tensor<f32>[b, 28] }\nfunction size(batch: Batch) -> int from "./size.ts"\n' +
      "workflow main(batch: Batch) -> int {\n  return size(batch)\n}\n",
  },
} as const satisfies Readonly<Record<`FLOW2${string}`, CodeEntry>>;
