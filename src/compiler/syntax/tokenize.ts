import type { Lexer } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import {
  checkComment,
  checkMistake,
  checkNumber,
  checkText,
  reportUnknown,
} from "./lexical-errors.ts";
import { comments, createFlowLexer, mistakes, T, type Token, tokenSpan } from "./tokens.ts";

export interface Comment {
  readonly kind: "DocComment" | "LineComment" | "BlockComment";
  readonly span: Span;
}

export interface TokenizeResult {
  /** Without comments and blanks. Never written to again, except that the parser mends a misspelt keyword. */
  readonly tokens: readonly Token[];
  /** In the order of the text. */
  readonly comments: readonly Comment[];
}

let lexer: Lexer | undefined;

/** Never fails: what is no token is reported to `sink` and left out, or replaced by what was meant. */
export function tokenize(file: SourceFile, sink: Diagnostic[]): TokenizeResult {
  lexer ??= createFlowLexer({ validate: false });
  const result = lexer.tokenize(file.text);
  const found: Token[] = result.groups["comments"] ?? [];
  for (const { offset, length } of result.errors) {
    // The lexer complains of a `}` too many; that is the parser's to report.
    if (file.text[offset] !== "}") {
      reportUnknown(sink, file, offset, offset + length);
    }
  }
  return {
    tokens: checkTokens(file, result.tokens, sink),
    comments: found.map((token) => {
      checkComment(sink, file, token);
      return { kind: commentKind(token), span: tokenSpan(file, token) };
    }),
  };
}

function commentKind(token: Token): Comment["kind"] {
  switch (token.tokenType) {
    case comments.DocComment:
      return "DocComment";
    case comments.BlockComment:
      return "BlockComment";
    default:
      return "LineComment";
  }
}

const mistaken = new Set(Object.values(mistakes));

function checkTokens(file: SourceFile, tokens: Token[], sink: Diagnostic[]): Token[] {
  let hasStrays = false;
  for (const [index, token] of tokens.entries()) {
    switch (token.tokenType) {
      case T.Name:
        break;
      case T.String:
      case T.StringText:
        checkText(sink, file, token);
        break;
      case T.Int:
      case T.Float:
      case T.Unit:
        checkNumber(sink, file, token);
        break;
      default:
        if (mistaken.has(token.tokenType)) {
          checkMistake(sink, file, token, startsField(tokens, index + 1));
          hasStrays ||= token.tokenType === mistakes.Semicolon;
        }
    }
  }
  return hasStrays ? tokens.filter((token) => token.tokenType !== mistakes.Semicolon) : tokens;
}

function startsField(tokens: readonly Token[], index: number): boolean {
  const isWord = tokens[index]?.tokenType.CATEGORIES?.includes(T.Word) === true;
  return isWord && tokens[index + 1]?.tokenType === T.Colon;
}
