import type { SourceFile } from "../source/source-file.ts";
import type { Comment } from "./tokenize.ts";

export interface DocReader {
  /**
   * The text of the `///` lines between two offsets: the last run of them without an empty line, each without `///` and
   * one blank, joined by line feeds. Offsets must not decrease from call to call.
   */
  read(from: number, to: number): string | undefined;
}

export function createDocReader(file: SourceFile, comments: readonly Comment[]): DocReader {
  const docs = comments.filter((comment) => comment.kind === "DocComment");
  let at = 0;
  return {
    read(from, to) {
      while (at < docs.length && (docs[at]?.span.start ?? 0) < from) {
        at++;
      }
      let lines: string[] = [];
      let lastEnd = from;
      for (let next = docs[at]; next !== undefined && next.span.start < to; next = docs[at]) {
        if (hasEmptyLine(file.text.slice(lastEnd, next.span.start))) {
          lines = [];
        }
        lines.push(file.text.slice(next.span.start + 3, next.span.end).replace(/^[ \t]/, ""));
        lastEnd = next.span.end;
        at++;
      }
      return lines.length === 0 ? undefined : lines.map((line) => line.trimEnd()).join("\n");
    },
  };
}

function hasEmptyLine(between: string): boolean {
  return /\n[ \t\r]*\n/.test(between);
}
