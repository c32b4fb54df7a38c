import type { Span } from "../source/span.ts";

export type Severity = "error" | "warning";

/** What stands at one place that matters to the message. */
export interface Label {
  readonly span: Span;
  /** Empty when the message itself says it. */
  readonly text: string;
}

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that would remove the diagnostic, offered by name. Editors apply either kind when asked to. */
export interface Fix {
  readonly title: string;
  /**
   * `safe`: what was written keeps its meaning, or gets the one that it can only have been meant to have; `--fix` applies
   * it. `suggested`: it makes up data, takes away what somebody wrote, or is one of several readings; it is shown.
   */
  readonly applicability: "safe" | "suggested";
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  /** `FLOW` and four digits, as listed in `registry.ts`. */
  readonly code: string;
  readonly severity: Severity;
  /** One lower-case clause without final stop; names in backticks. */
  readonly message: string;
  readonly primary: Label;
  readonly secondary: readonly Label[];
  /** A full sentence naming one next step. */
  readonly hint: string | undefined;
  readonly fixes: readonly Fix[];
}
