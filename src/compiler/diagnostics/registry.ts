/** Every diagnostic code, once. Entries live in `codes/`, one file per leading digit, or for types per topic. */
import type { CodeEntry, RetiredCode } from "./code-entry.ts";
import { callCodes } from "./codes/calls.ts";
import { configurationCodes } from "./codes/configuration.ts";
import { dimensionCodes } from "./codes/dimensions.ts";
import { functionCodes } from "./codes/functions.ts";
import { graphCodes } from "./codes/graph.ts";
import { limitCodes } from "./codes/limits.ts";
import { nameCodes } from "./codes/names.ts";
import { operatorCodes } from "./codes/operators.ts";
import { retiredCodes } from "./codes/retired.ts";
import { stepCodes } from "./codes/steps.ts";
import { syntaxCodes } from "./codes/syntax.ts";
import { valueCodes } from "./codes/values.ts";
import { writtenTypeCodes } from "./codes/written-types.ts";

export const registry = {
  ...syntaxCodes,
  ...nameCodes,
  ...writtenTypeCodes,
  ...dimensionCodes,
  ...valueCodes,
  ...operatorCodes,
  ...callCodes,
  ...stepCodes,
  ...graphCodes,
  ...functionCodes,
  ...limitCodes,
  ...configurationCodes,
} as const;

/** A code that can be reported. */
export type Code = keyof typeof registry;

/** What the message of a code is made from: `{}` where it needs nothing. */
export type CodeArgs<C extends Code> =
  Parameters<(typeof registry)[C]["message"]> extends [infer Args] ? Args : Record<string, never>;

/** Codes that can be reported, ascending. */
export function listCodes(): readonly (readonly [code: string, entry: CodeEntry])[] {
  return Object.entries<CodeEntry>(registry).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Undefined for a code that is unknown or retired. */
export function findCode(code: string): CodeEntry | undefined {
  return Object.hasOwn(registry, code) ? (registry as Record<string, CodeEntry>)[code] : undefined;
}

/** Undefined for a code that is unknown or still reported. */
export function findRetiredCode(code: string): RetiredCode | undefined {
  return Object.hasOwn(retiredCodes, code) ? retiredCodes[code] : undefined;
}
