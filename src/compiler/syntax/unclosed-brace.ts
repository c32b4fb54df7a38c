import type { SourceFile } from "../source/source-file.ts";
import { T, type Token } from "./tokens.ts";

/**
 * A forgotten `}` is noticed far behind its place, when one too few is left for an outer `{`. The culprit gives itself
 * away by its indentation: it was closed by the `}` of another, on a line that is not indented like its own. Answers
 * with the first such brace inside `opener`, or undefined.
 */
export function findSuspectBrace(
  file: SourceFile,
  tokens: readonly Token[],
  opener: Token,
): Token | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.startOffset <= opener.startOffset) {
      continue;
    }
    if (token.tokenType === T.LeftBrace || token.tokenType === T.HoleStart) {
      open.push(token);
    } else if (token.tokenType === T.RightBrace) {
      const partner = open.pop();
      if (partner === undefined) {
        return undefined;
      }
      const closing = indentation(file, token);
      if (closing.begins && closing.width < indentation(file, partner).width) {
        return partner;
      }
    }
  }
  return undefined;
}

/** Of the line that `token` is on, and whether the token begins it. */
function indentation(file: SourceFile, token: Token): { width: number; begins: boolean } {
  const lineStart = file.text.lastIndexOf("\n", token.startOffset - 1) + 1;
  const before = file.text.slice(lineStart, token.startOffset);
  const width = before.length - before.trimStart().length;
  return { width, begins: width === before.length };
}
