/**
 * FLOW3xxx: operators and branches.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const operatorCodes = {
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
  FLOW3068: {
    severity: "error",
    summary: "Division by zero",
    message: () => "division by zero",
    explanation:
      "`int / 0` and `int % 0` have no value, so this fails whatever the workflow is given. Of " +
      "floats, `1.0 / 0.0` is infinite. A divisor that may be 0 is looked at first: " +
      "`if n == 0 { 0 } else { total / n }`.",
    example: "workflow main(total: int) -> int {\n" + "  return total / 0\n" + "}\n",
  },
  FLOW3069: {
    severity: "error",
    summary: "Index out of range",
    message: (args: { problem: string }) => args.problem,
    explanation:
      "The elements of a list are counted from 0, and none is counted from the end: the last of " +
      "`xs` is `xs[len(xs) - 1]`, and the first few are `take(xs, n)`.",
    example: "workflow main(xs: int[]) -> int {\n" + "  return xs[-1]\n" + "}\n",
  },
  FLOW3070: {
    severity: "error",
    summary: "Not a pattern",
    message: (args: { problem: string }) => args.problem,
    explanation:
      "`matches(s, pattern)` takes a regular expression with the syntax of ECMAScript and the " +
      "flag `u`, without back references, look-around and named groups. A backslash in a string " +
      'is written twice: `"\\\\d+"`.',
    example: "workflow main(s: string) -> bool {\n" + '  return matches(s, "[a-z")\n' + "}\n",
  },
  FLOW3071: {
    severity: "error",
    summary: "Operation without a value",
    message: (args: { problem: string }) => `this fails in every run: ${args.problem}`,
    explanation:
      "An operation on literals alone has the same outcome in every run, and this one has none: " +
      "an `int` past 2^53, a negative size or duration, text that is no number, the smallest of " +
      "an empty list.",
    example: "workflow main(n: int) -> int {\n" + "  return n + 9007199254740991 * 2\n" + "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
