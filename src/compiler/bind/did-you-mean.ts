import { suggest } from "../diagnostics/edit-distance.ts";
import type { ReportDetails } from "../diagnostics/report.ts";
import type { Span } from "../source/span.ts";

/** Hint and fix that replace the word at `span` by the name most likely meant; nothing where none is near. */
export function didYouMean(name: string, span: Span, candidates: Iterable<string>): ReportDetails {
  const near = suggest(name, candidates);
  return near === undefined ? {} : offerName(span, near);
}

export function offerName(span: Span, name: string): ReportDetails {
  return {
    hint: `Did you mean \`${name}\`?`,
    fixes: [{ title: `Write \`${name}\``, edits: [{ span, newText: name }] }],
  };
}
