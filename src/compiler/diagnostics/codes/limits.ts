/**
 * FLOW6xxx: what a target cannot express.
 *
 * To add a code: take the next free number here, write the entry, report it with `report(sink, "FLOWnnnn", span, args)`,
 * and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows it. The example must yield exactly
 * that code. Numbers are never changed or used again; what is retired moves to `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const limitCodes = {} as const satisfies Readonly<Record<`FLOW6${string}`, CodeEntry>>;
