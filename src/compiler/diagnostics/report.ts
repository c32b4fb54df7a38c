import { positionAt, type SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { CodeEntry } from "./code-entry.ts";
import type { Diagnostic, Fix, Label } from "./diagnostic.ts";
import { type Code, type CodeArgs, registry } from "./registry.ts";

/** Where diagnostics go. An array is one. */
export interface DiagnosticSink {
  push(diagnostic: Diagnostic): unknown;
}

export interface ReportDetails {
  /** What stands at the primary span; without it the message says it all. */
  readonly label?: string | undefined;
  /** The other half of a conflict, in other places. */
  readonly secondary?: readonly Label[] | undefined;
  /** A full sentence naming one next step. */
  readonly hint?: string | undefined;
  readonly fixes?: readonly Fix[] | undefined;
}

/** Reports one finding. `args` is what the message of `code` is made from. */
export function report<C extends Code>(
  sink: DiagnosticSink,
  code: C,
  span: Span,
  args: CodeArgs<C>,
  details: ReportDetails = {},
): void {
  sink.push(createDiagnostic(code, span, args, details));
}

export function createDiagnostic<C extends Code>(
  code: C,
  span: Span,
  args: CodeArgs<C>,
  details: ReportDetails = {},
): Diagnostic {
  const entry: CodeEntry = registry[code];
  // The registry is typed per code; here `args` is already known to be the argument of this code's message.
  const message = (entry.message as (args: CodeArgs<C>) => string)(args);
  return {
    code,
    severity: entry.severity,
    message,
    primary: { span, text: details.label ?? "" },
    secondary: details.secondary ?? [],
    hint: details.hint,
    fixes: details.fixes ?? [],
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** The order in which diagnostics are shown: file, offset, code; those equal in all three as they were reported. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareStrings(a.primary.span.file, b.primary.span.file) ||
      a.primary.span.start - b.primary.span.start ||
      compareStrings(a.code, b.code),
  );
}

/**
 * One cause, one diagnostic: of several errors about exactly the same stretch of source the first reported stays, since
 * phases report in the order in which one mistake leads to the next. Warnings stay unless an error, or the same warning
 * before, is about that stretch. Order is kept.
 */
export function dropConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const failed = new Set<string>();
  const errors = diagnostics.filter(
    (diagnostic) => diagnostic.severity === "error" && isFirst(failed, place(diagnostic)),
  );
  const kept = new Set(errors);
  const warned = new Set<string>();
  return diagnostics.filter(
    (diagnostic) =>
      kept.has(diagnostic) ||
      (diagnostic.severity === "warning" &&
        !failed.has(place(diagnostic)) &&
        isFirst(warned, `${place(diagnostic)}:${diagnostic.code}`)),
  );
}

/**
 * Mistakes of the grammar after which the tree is what the parser could make of it. Of the others it knows what is meant.
 */
const guesses: ReadonlySet<string> = new Set<Code>([
  "FLOW1001",
  "FLOW1002",
  "FLOW1005",
  "FLOW1012",
  "FLOW1013",
  "FLOW1014",
  "FLOW1015",
  "FLOW1018",
  "FLOW1022",
  "FLOW1023",
  "FLOW1036",
]);

/** One mistake, one diagnostic: what later phases say of a line that could not be read is about what was guessed. */
export function dropGuessed(
  diagnostics: readonly Diagnostic[],
  sources: (path: string) => SourceFile | undefined,
): readonly Diagnostic[] {
  const lineOf = ({ primary: { span } }: Diagnostic): string | undefined => {
    const file = sources(span.file);
    return file && `${positionAt(file, Math.min(span.start, file.text.length)).line}:${span.file}`;
  };
  const lines = new Set(diagnostics.filter(({ code }) => guesses.has(code)).map(lineOf));
  lines.delete(undefined);
  return lines.size === 0
    ? diagnostics
    : diagnostics.filter(
        (diagnostic) => diagnostic.code.startsWith("FLOW1") || !lines.has(lineOf(diagnostic)),
      );
}

function isFirst(seen: Set<string>, key: string): boolean {
  const first = !seen.has(key);
  seen.add(key);
  return first;
}

function place({ primary: { span } }: Diagnostic): string {
  return `${span.start}:${span.end}:${span.file}`;
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
