import type { Fix } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/edit-distance.ts";
import type { ReportDetails } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";

/** Hint and fix that replace the word at `span` by the name most likely meant; nothing where none is near. */
export function didYouMean(name: string, span: Span, candidates: Iterable<string>): ReportDetails {
  const near = suggest(name, candidates);
  return near === undefined ? {} : offerName(name, span, near);
}

/** `found` at `span` is nearly `name`. Two such names may both have been meant, but not two of the same letters. */
export function offerName(found: string, span: Span, name: string): ReportDetails {
  return offerWord(span, name, letters(found) === letters(name) ? "safe" : "suggested");
}

export function offerWord(
  span: Span,
  word: string,
  applicability: Fix["applicability"],
): ReportDetails {
  return {
    hint: `Did you mean \`${word}\`?`,
    fixes: [{ title: `Write \`${word}\``, applicability, edits: [{ span, newText: word }] }],
  };
}

function letters(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
