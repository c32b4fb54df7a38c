/**
 * A stretch of one source file. Offsets count UTF-16 code units from the start of the text; `end` is exclusive.
 * `file` is the path under which the host knows the file, with forward slashes.
 */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The smallest span that holds both; they must be of one file. */
export function joinSpans(first: Span, last: Span): Span {
  return {
    file: first.file,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}
