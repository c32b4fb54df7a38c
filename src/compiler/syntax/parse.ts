import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { SourceUnit } from "./ast.ts";
import { parseTokens } from "./parser.ts";
import { type Comment, tokenize } from "./tokenize.ts";
import type { Token } from "./tokens.ts";

export interface ParseResult {
  /** Whole also where the text is not: see `ast.ts`. */
  readonly unit: SourceUnit;
  readonly tokens: readonly Token[];
  /** In the order of the text; not among `tokens`. */
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file. Never throws; every mistake is a diagnostic, and what follows it is read all the same. */
export function parse(file: SourceFile): ParseResult {
  const diagnostics: Diagnostic[] = [];
  const { tokens, comments } = tokenize(file, diagnostics);
  const unit = parseTokens({ file, tokens, comments, sink: diagnostics });
  return { unit, tokens, comments, diagnostics };
}
