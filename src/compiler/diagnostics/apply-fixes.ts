import type { Diagnostic, Fix, TextEdit } from "./diagnostic.ts";

export interface FixedText {
  readonly text: string;
  /** In the order of the diagnostics. */
  readonly applied: readonly Fix[];
}

/**
 * Applies to the text of `file` the first safe fix of every diagnostic that has one. A fix is applied whole or not at all: one
 * that touches what an earlier one changes, or another file too, is left for the next round, when the program has been
 * checked again.
 */
export function applyFixes(
  file: string,
  text: string,
  diagnostics: readonly Diagnostic[],
): FixedText {
  const taken: TextEdit[] = [];
  const applied: Fix[] = [];
  for (const { fixes } of diagnostics) {
    const fix = fixes.find(({ applicability }) => applicability === "safe");
    if (fix === undefined || fix.edits.length === 0) {
      continue;
    }
    const edits = fix.edits.toSorted(byStart);
    const all = [...taken, ...edits].sort(byStart);
    if (edits.every(({ span }) => span.file === file && span.end <= text.length) && areApart(all)) {
      taken.push(...edits);
      applied.push(fix);
    }
  }
  return { text: applyEdits(text, taken), applied };
}

/** Applies edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { span, newText } of edits.toSorted(byStart)) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Two insertions at one place are not apart: which is first would be a guess. */
function areApart(sorted: readonly TextEdit[]): boolean {
  return sorted.every(({ span }, index) => {
    const before = sorted[index - 1]?.span;
    return (
      before === undefined ||
      before.end < span.start ||
      (before.end === span.start && before.start < before.end && span.start < span.end)
    );
  });
}

function byStart(a: TextEdit, b: TextEdit): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
