import type { Diagnostic, Severity } from "./diagnostic.ts";

/** `2 errors, 1 warning`; empty without diagnostics. */
export function summarizeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const counts = (["error", "warning"] satisfies Severity[]).map((severity) => ({
    severity,
    count: diagnostics.filter((diagnostic) => diagnostic.severity === severity).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}
