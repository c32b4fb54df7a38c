import { type Position, positionAt } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import type { SourceLookup } from "./render-text.ts";

/** One line of the output of `renderJson`. Fields are never removed or given another meaning. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly primary: JsonLabel;
  readonly secondary: readonly JsonLabel[];
  readonly hint: string | null;
  readonly fixes: readonly {
    readonly title: string;
    /** Whether `--fix` applies it. */
    readonly applicability: "safe" | "suggested";
    readonly edits: readonly { readonly span: JsonSpan; readonly newText: string }[];
  }[];
}

export interface JsonLabel {
  readonly span: JsonSpan;
  /** Empty when the message itself says it. */
  readonly text: string;
}

/** Offsets and columns count UTF-16 code units; offsets from 0, lines and columns from 1; ends are exclusive. */
export interface JsonSpan {
  readonly file: string;
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

/** `line` and `column` are null where the file could not be read. */
export interface JsonPosition {
  readonly offset: number;
  readonly line: number | null;
  readonly column: number | null;
}

/** One JSON object of type `JsonDiagnostic` a line. */
export function renderJson(diagnostics: readonly Diagnostic[], sources: SourceLookup): string {
  return diagnostics
    .map((diagnostic) => `${JSON.stringify(toJsonDiagnostic(diagnostic, sources))}\n`)
    .join("");
}

export function toJsonDiagnostic(diagnostic: Diagnostic, sources: SourceLookup): JsonDiagnostic {
  const toSpan = (span: Span): JsonSpan => {
    const file = sources(span.file);
    const position = (offset: number): JsonPosition => {
      const at: Position | undefined = file && positionAt(file, Math.min(offset, file.text.length));
      return { offset, line: at?.line ?? null, column: at?.column ?? null };
    };
    return { file: span.file, start: position(span.start), end: position(span.end) };
  };
  const { code, severity, message, primary, secondary, hint, fixes } = diagnostic;
  return {
    code,
    severity,
    message,
    primary: { span: toSpan(primary.span), text: primary.text },
    secondary: secondary.map(({ span, text }) => ({ span: toSpan(span), text })),
    hint: hint ?? null,
    fixes: fixes.map(({ title, applicability, edits }) => ({
      title,
      applicability,
      edits: edits.map(({ span, newText }) => ({ span: toSpan(span), newText })),
    })),
  };
}
