/**
 * FLOW4xxx: the graph of steps: cycles, order, what is never used.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const graphCodes = {} as const satisfies Readonly<Record<`FLOW4${string}`, CodeEntry>>;
