import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";

/** As if somebody had agreed to every suggestion. */
export const chooseSuggestions = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.map((diagnostic) => ({
    ...diagnostic,
    fixes: diagnostic.fixes.map((fix) => ({ ...fix, applicability: "safe" })),
  }));
