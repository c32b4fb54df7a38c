/** Which tokens can begin what. */
import type { TokenType } from "chevrotain";
import { T } from "./tokens.ts";

export type TokenSet = ReadonlySet<TokenType>;

export const declarationWords: TokenSet = new Set([
  T.Use,
  T.Type,
  T.Function,
  T.Workflow,
  T.Pipeline,
]);

export const itemWords: TokenSet = new Set([T.Tile, T.Assert, T.Do, T.Return]);

export const stepWords: TokenSet = new Set([
  T.Map,
  T.Reduce,
  T.Fold,
  T.Shuffle,
  T.Read,
  T.Split,
  T.Sort,
  T.Group,
  T.Join,
  T.Assemble,
  T.Train,
  T.Repeat,
]);

export const primaryStarts: TokenSet = new Set([
  T.Name,
  T.Int,
  T.Float,
  T.Unit,
  T.String,
  T.StringStart,
  T.True,
  T.False,
  T.Null,
  T.LeftParen,
  T.LeftBracket,
  T.LeftBrace,
  T.If,
  T.For,
  T.Try,
]);

export const itemStarts: TokenSet = new Set([
  ...itemWords,
  ...stepWords,
  ...primaryStarts,
  T.Minus,
  T.Not,
]);

export const typeStarts: TokenSet = new Set([
  T.Name,
  T.Map,
  T.Int,
  T.String,
  T.StringStart,
  T.LeftBrace,
  T.LeftParen,
]);

export const suffixStarts: TokenSet = new Set([T.Dot, T.QuestionDot, T.LeftParen, T.LeftBracket]);

/** What stands behind an operand, besides operators. */
export const operandEnds: TokenSet = new Set([
  T.RightParen,
  T.RightBracket,
  T.RightBrace,
  T.Comma,
  T.Dot,
  T.QuestionDot,
]);

/** Words that follow the `}` of a block. */
export const afterBlockWords: TokenSet = new Set([T.Else, T.Catch, T.Until]);

export function isOpener(type: TokenType): boolean {
  return (
    type === T.LeftParen || type === T.LeftBracket || type === T.LeftBrace || type === T.HoleStart
  );
}

export function isCloser(type: TokenType): boolean {
  return type === T.RightParen || type === T.RightBracket || type === T.RightBrace;
}

/** `closer` closes what `opener` opens. */
export function isPair(opener: TokenType, closer: TokenType): boolean {
  switch (opener) {
    case T.LeftParen:
      return closer === T.RightParen;
    case T.LeftBracket:
      return closer === T.RightBracket;
    default:
      return closer === T.RightBrace;
  }
}
