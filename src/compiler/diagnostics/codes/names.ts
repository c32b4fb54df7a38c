/**
 * FLOW2xxx: names and what they refer to.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

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
} as const satisfies Readonly<Record<`FLOW2${string}`, CodeEntry>>;
