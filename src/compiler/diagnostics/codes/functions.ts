/**
 * FLOW5xxx: functions, their options and resources. 50xx is about the code a function names, 51xx about its options.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

const workflow = "workflow main(n: int) -> int {\n  return double(n)\n}\n";
const signatureOnly = 'function double(n: int) -> int from "./double.ts"\n';
const signature = `${signatureOnly}${workflow}`;

export const functionCodes = {
  FLOW5001: {
    severity: "error",
    summary: "Missing function module",
    message: (args: { name: string; path: string }) =>
      `function \`${args.name}\` is in \`${args.path}\`, which is not there`,
    explanation:
      "The path after `from` is relative to the `.flow` file and names a TypeScript module, or a folder for a function " +
      "in another language. There is no such file. Correct the path, or write the module: `flow types` generates the " +
      "types it has to fulfil.",
    example: { "main.flow": signature },
  },
  FLOW5002: {
    severity: "error",
    summary: "Missing export",
    message: (args: { name: string; path: string }) =>
      `\`${args.path}\` does not export \`${args.name}\``,
    explanation:
      "A function is the export of its module that has the function's name, or the name after `as`. The module has no " +
      'such export. Export the function by that name, or say which export is meant: `from "./x.ts" as other`.',
    example: {
      "main.flow": signature,
      "double.ts": "export function triple(n: number): number {\n  return 3 * n;\n}\n",
    },
  },
  FLOW5003: {
    severity: "error",
    summary: "Export is no function",
    message: (args: { name: string; path: string }) =>
      `\`${args.name}\` of \`${args.path}\` is not a function`,
    explanation:
      "What the module exports by that name cannot be called. Export a function declaration, or a constant that holds a " +
      "function.",
    example: { "main.flow": signature, "double.ts": "export const double = 2;\n" },
  },
  FLOW5004: {
    severity: "error",
    summary: "Export does not fit the signature",
    message: (args: { name: string; path: string }) =>
      `\`${args.name}\` of \`${args.path}\` does not fit its signature`,
    explanation:
      "The types of the exported function do not fit what the `.flow` file declares: it would be given arguments it does " +
      "not accept, or give back a result that was not promised. `flow types` writes the declared types as TypeScript, so " +
      "that the mismatch shows in the editor: `export const double: Double = (n) => 2 * n`. A function may take fewer " +
      "parameters than declared, and one more, its context.",
    example: {
      "main.flow": signature,
      "double.ts": "export function double(n: string): string {\n  return n + n;\n}\n",
    },
  },
  FLOW5005: {
    severity: "error",
    summary: "Function module is not valid TypeScript",
    message: (args: { path: string }) => `\`${args.path}\` is not valid TypeScript`,
    explanation:
      "The module, or a local module it imports, does not parse, so nothing can be said of what it exports. The label " +
      "tells the place. Mistakes that leave a program readable are left to the project's own type check.",
    example: { "main.flow": signature, "double.ts": "export function double(n: number {\n" },
  },
  FLOW5006: {
    severity: "warning",
    summary: "Signature could not be checked",
    message: (args: { path: string; reason: string }) =>
      `signatures of \`${args.path}\` are not checked: ${args.reason}`,
    explanation:
      "Function signatures are compared with the TypeScript they name by the `tsc` of the project, and that could not be " +
      "run. Install the dependencies of the project (`npm ci`); the program itself was checked and can run.",
    example: {
      "main.flow": signature,
      "double.ts": "export function double(n: number): number {\n  return 2 * n;\n}\n",
      "node_modules/typescript/package.json": '{ "name": "typescript", "version": "7.0.0" }\n',
    },
  },
  FLOW5007: {
    severity: "error",
    summary: "Folder that cannot be started",
    message: (args: { path: string }) =>
      `nothing says how to start the functions in \`${args.path}\``,
    explanation:
      "A folder of functions in another language has a program that flow starts: an executable file `bootstrap`, or a file " +
      '`flow.json` with the command, `{ "command": ["./server"] }`. Functions in Python need neither: they are declared ' +
      "with `{ runtime python }`.",
    example: {
      "main.flow": signature.replace("./double.ts", "./double"),
      "double/main.py": "def double(n):\n    return 2 * n\n",
    },
  },
  FLOW5008: {
    severity: "error",
    summary: "Function module that cannot be loaded",
    message: (args: { path: string }) => `\`${args.path}\` cannot be loaded`,
    explanation:
      "Modules are run as they are, with their types left out. What is more than types has no meaning then: an `enum`, a " +
      "`namespace` with values, a parameter property. Write an `as const` object, a module, a field. A module that is " +
      "imported has to be there, too. The label tells the place, which may be in a local module that this one imports.",
    example: {
      "main.flow": signature,
      "double.ts":
        "enum Factor {\n  Two = 2,\n}\nexport function double(n: number): number {\n  return Factor.Two * n;\n}\n",
    },
  },
  FLOW5101: {
    severity: "error",
    summary: "Unknown option",
    message: (args: { name: string }) => `unknown option \`${args.name}\``,
    explanation:
      "Options are `memory`, `cpu`, `disk`, `timeout`, `retry`, `concurrency`, `batch`, `cache`, `effect` and `on_error`; a " +
      "function's declaration also takes `runtime` and `handler`, a `read ... as csv` also `header` and `delimiter`.",
    example: `function double(n: int) -> int from "./double.ts" { memroy 512 MB }\n${workflow}`,
  },
  FLOW5102: {
    severity: "error",
    summary: "Option that cannot stand there",
    message: (args: { name: string; place: string }) =>
      `option \`${args.name}\` cannot stand ${args.place}`,
    explanation:
      "Some options belong to one kind of step: `batch` to `map`, `on_error` to steps that work on elements, `header` and " +
      "`delimiter` to `read ... as csv`; `runtime` and `handler` say what a function is and stand on its declaration.",
    example: `${signatureOnly}workflow main(n: int) -> int {\n  return double(n) with { batch 2 }\n}\n`,
  },
  FLOW5103: {
    severity: "error",
    summary: "Wrong value of an option",
    message: (args: { forms: readonly string[] }) =>
      `expected ${args.forms.map((form) => `\`${form}\``).join(" or ")}`,
    explanation:
      "Each option has a form of its own. All values but that of `batch` are constants, since they are facts of a " +
      "deployment: sizes and durations above 0 with their units, ranges from the smaller to the larger.",
    example: `function double(n: int) -> int from "./double.ts" { memory 512 }\n${workflow}`,
  },
  FLOW5104: {
    severity: "error",
    summary: "Option twice",
    message: (args: { name: string }) => `option \`${args.name}\` appears twice`,
    explanation:
      "Every option is given once. What stands `with` a step wins over the declaration of its function.",
    example: `function double(n: int) -> int from "./double.ts" { cpu 1, cpu 2 }\n${workflow}`,
  },
  FLOW5105: {
    severity: "error",
    summary: "Options without a task",
    message: () => "these options have nothing to apply to",
    explanation:
      "Options say how tasks run. A pure expression over values is evaluated in passing and has no task.",
    example: "workflow main(n: int) -> int {\n  return n + 1 with { memory 1 GB }\n}\n",
  },
  FLOW5106: {
    severity: "error",
    summary: "Batch for a function without batches",
    message: (args: { name: string }) => `\`${args.name}\` is not called with batches`,
    explanation:
      "`batch` is how many elements a function gets that takes them as a list, `T[]`. A function that takes single elements " +
      "or a stream needs none: many elements share a task anyway.",
    example: `${signatureOnly}workflow main(ns: dataset<int>) -> dataset<int> {\n  return map double over ns with { batch 8 }\n}\n`,
  },
  FLOW5107: {
    severity: "error",
    summary: "Range from the larger to the smaller",
    message: (args: { name: string }) => `the range of \`${args.name}\` ends below its beginning`,
    explanation:
      "A range of an option goes from the smaller to the larger value: a task begins with the first one of `memory`, and " +
      "gets up to the second where it runs out.",
    example: `function double(n: int) -> int from "./double.ts" { memory 4 GB .. 512 MB }\n${workflow}`,
  },
} as const satisfies Readonly<Record<`FLOW5${string}`, CodeEntry>>;
