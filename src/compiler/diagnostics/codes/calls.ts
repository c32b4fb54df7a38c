/**
 * FLOW3xxx: calls, arguments and callees.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const callCodes = {
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
  FLOW3065: {
    severity: "error",
    summary: "Wrong argument of a built-in function",
    message: (args: { name: string; expected: string; found: string }) =>
      `\`${args.name}\` takes ${args.expected}, found \`${args.found}\``,
    explanation:
      "Each built-in function works on the types listed for it in the language reference.",
    example: "workflow main(n: int) -> int {\n" + "  return count(n)\n" + "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
