/**
 * The tokens of the language. Reserved words, labels in messages and highlighting all come from this list; the grammar
 * files under `grammar/` are generated from it.
 */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import {
  findPlainStringEnd,
  findStringEnd,
  findStringTextEnd,
  findUnclosedStringEnd,
} from "./scan-string.ts";

export type Token = IToken;

/** What a token is to a reader; an editor chooses the colour. */
export type Highlight =
  | "declaration-word"
  | "step-word"
  | "clause-word"
  | "control-word"
  | "operator-word"
  | "constant"
  | "name"
  | "string"
  | "hole"
  | "number"
  | "unit"
  | "comment"
  | "documentation"
  | "operator"
  | "punctuation"
  | "bracket"
  | "mistake";

const highlights = new Map<TokenType, Highlight>();

interface TokenSpec {
  readonly name: string;
  readonly label: string;
  readonly highlight: Highlight;
  readonly pattern: RegExp | string | Finder;
  readonly startsWith?: readonly string[];
  readonly categories?: TokenType[];
  readonly longerAlternative?: TokenType;
  readonly group?: string;
  readonly push?: string;
  readonly pop?: boolean;
}

/** Offset after the token at `start`, or undefined where it is not that token. */
type Finder = (text: string, start: number) => number | undefined;

function token(spec: TokenSpec): TokenType {
  const { pattern } = spec;
  const type = createToken({
    name: spec.name,
    label: spec.label,
    pattern: typeof pattern === "function" ? matcher(pattern) : pattern,
    line_breaks: false,
    ...(spec.startsWith && { start_chars_hint: [...spec.startsWith] }),
    ...(spec.categories && { categories: spec.categories }),
    ...(spec.longerAlternative && { longer_alt: spec.longerAlternative }),
    ...(spec.group !== undefined && { group: spec.group }),
    ...(spec.push !== undefined && { push_mode: spec.push }),
    ...(spec.pop !== undefined && { pop_mode: spec.pop }),
  });
  highlights.set(type, spec.highlight);
  return type;
}

function matcher(find: Finder): (text: string, start: number) => [string] | null {
  return (text, start) => {
    const end = find(text, start);
    return end === undefined ? null : [text.slice(start, end)];
  };
}

/** A name or any reserved word: what fields, parameters, arguments and options may be called. */
const Word = createToken({ name: "Word", label: "a name", pattern: Lexer.NA });
/** The operators between two operands; their precedence is in `operators.ts`. */
const Operator = createToken({ name: "Operator", label: "an operator", pattern: Lexer.NA });

const Name = token({
  name: "Name",
  label: "a name",
  highlight: "name",
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  categories: [Word],
});

function word(text: string, highlight: Highlight, ...categories: TokenType[]): TokenType {
  return token({
    name: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    label: `\`${text}\``,
    highlight,
    pattern: text,
    categories: [Word, ...categories],
    longerAlternative: Name,
  });
}

function sign(name: string, text: string, highlight: Highlight, ...categories: TokenType[]) {
  return token({ name, label: `\`${text}\``, highlight, pattern: text, categories });
}

/** Something that other languages write. The tokenizer reports it and goes on with what is meant. */
function mistake(name: string, pattern: RegExp | string): TokenType {
  return token({ name, label: name, highlight: "mistake", pattern });
}

const words = {
  Use: word("use", "declaration-word"),
  As: word("as", "clause-word"),
  From: word("from", "clause-word"),
  Type: word("type", "declaration-word"),
  Function: word("function", "declaration-word"),
  Workflow: word("workflow", "declaration-word"),
  Pipeline: word("pipeline", "declaration-word"),
  Partition: word("partition", "step-word"),
  Tile: word("tile", "step-word"),
  By: word("by", "clause-word"),
  Halo: word("halo", "clause-word"),
  Fill: word("fill", "clause-word"),
  Assert: word("assert", "step-word"),
  Do: word("do", "control-word"),
  Return: word("return", "control-word"),
  Where: word("where", "clause-word"),
  In: word("in", "clause-word"),
  With: word("with", "clause-word"),
  After: word("after", "clause-word"),
  Read: word("read", "step-word"),
  Of: word("of", "clause-word"),
  Split: word("split", "step-word"),
  At: word("at", "clause-word"),
  Sort: word("sort", "step-word"),
  Map: word("map", "step-word"),
  Over: word("over", "clause-word"),
  Reduce: word("reduce", "step-word"),
  Fold: word("fold", "step-word"),
  Shuffle: word("shuffle", "step-word"),
  And: word("and", "operator-word", Operator),
  Into: word("into", "clause-word"),
  Combine: word("combine", "clause-word"),
  Group: word("group", "step-word"),
  Join: word("join", "step-word"),
  Assemble: word("assemble", "step-word"),
  Train: word("train", "step-word"),
  On: word("on", "clause-word"),
  Repeat: word("repeat", "control-word"),
  For: word("for", "control-word"),
  Until: word("until", "clause-word"),
  Asc: word("asc", "clause-word"),
  Desc: word("desc", "clause-word"),
  Or: word("or", "operator-word", Operator),
  Not: word("not", "operator-word"),
  True: word("true", "constant"),
  False: word("false", "constant"),
  Null: word("null", "constant"),
  If: word("if", "control-word"),
  Else: word("else", "control-word"),
  Try: word("try", "control-word"),
  Catch: word("catch", "control-word"),
};

const literals = {
  Unit: token({
    name: "Unit",
    label: "a quantity",
    highlight: "unit",
    // Wrong units are matched as well, so that they are reported as such.
    pattern:
      /[0-9]+(?:\.[0-9]+)?[ \t]*(?:ms|s|min|h|[KMGT]?B|[kmgt]b|[KMGT]iB|secs?|seconds?|mins|minutes?|hrs?|hours?|days?|bytes?)(?![A-Za-z0-9_])/,
  }),
  Percent: token({
    name: "Percent",
    label: "a percentage",
    highlight: "unit",
    pattern: /[0-9]+(?:\.[0-9]+)?%(?![ \t]*[A-Za-z0-9_"([-])/,
  }),
  Float: token({
    name: "Float",
    label: "a number",
    highlight: "number",
    // Letters after a number are matched as well, so that they are reported as such.
    pattern: /[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)[A-Za-z0-9_]*/,
  }),
  Int: token({
    name: "Int",
    label: "a number",
    highlight: "number",
    pattern: /[0-9][A-Za-z0-9_]*/,
  }),
  String: token({
    name: "String",
    label: "a string",
    highlight: "string",
    pattern: findPlainStringEnd,
    startsWith: ['"'],
  }),
  /** The quote that opens a string with holes. */
  StringStart: token({
    name: "StringStart",
    label: "a string",
    highlight: "string",
    pattern: (text, start) => (findStringEnd(text, start) === undefined ? undefined : start + 1),
    startsWith: ['"'],
    push: "string",
  }),
};

const insideString = {
  StringText: token({
    name: "StringText",
    label: "text",
    highlight: "string",
    pattern: (text, start) => {
      const end = findStringTextEnd(text, start);
      return end === start ? undefined : end;
    },
  }),
  HoleStart: token({
    name: "HoleStart",
    label: "`${`",
    highlight: "hole",
    pattern: "${",
    push: "code",
  }),
  StringEnd: token({
    name: "StringEnd",
    label: '`"`',
    highlight: "string",
    pattern: '"',
    pop: true,
  }),
};

const signs = {
  Arrow: sign("Arrow", "->", "operator"),
  Ellipsis: sign("Ellipsis", "...", "operator"),
  DotDot: sign("DotDot", "..", "operator", Operator),
  QuestionQuestion: sign("QuestionQuestion", "??", "operator", Operator),
  QuestionDot: sign("QuestionDot", "?.", "punctuation"),
  EqualEqual: sign("EqualEqual", "==", "operator", Operator),
  BangEqual: sign("BangEqual", "!=", "operator", Operator),
  LessEqual: sign("LessEqual", "<=", "operator", Operator),
  GreaterEqual: sign("GreaterEqual", ">=", "operator", Operator),
  Less: sign("Less", "<", "operator", Operator),
  Greater: sign("Greater", ">", "operator", Operator),
  Plus: sign("Plus", "+", "operator", Operator),
  Minus: sign("Minus", "-", "operator", Operator),
  Star: sign("Star", "*", "operator", Operator),
  Slash: sign("Slash", "/", "operator", Operator),
  Modulo: sign("Modulo", "%", "operator", Operator),
  Equals: sign("Equals", "=", "operator"),
  Bar: sign("Bar", "|", "operator"),
  Question: sign("Question", "?", "operator"),
  Dot: sign("Dot", ".", "punctuation"),
  Comma: sign("Comma", ",", "punctuation"),
  Colon: sign("Colon", ":", "punctuation"),
  LeftParen: sign("LeftParen", "(", "bracket"),
  RightParen: sign("RightParen", ")", "bracket"),
  LeftBracket: sign("LeftBracket", "[", "bracket"),
  RightBracket: sign("RightBracket", "]", "bracket"),
  LeftBrace: token({
    name: "LeftBrace",
    label: "`{`",
    highlight: "bracket",
    pattern: "{",
    push: "code",
  }),
  /** Also closes a hole. */
  RightBrace: token({
    name: "RightBrace",
    label: "`}`",
    highlight: "bracket",
    pattern: "}",
    pop: true,
  }),
};

export const mistakes = {
  UnclosedString: token({
    name: "UnclosedString",
    label: "a string",
    highlight: "mistake",
    pattern: findUnclosedStringEnd,
    startsWith: ['"'],
  }),
  OtherQuotes: mistake("OtherQuotes", /'[^'\r\n]*'|`[^`\r\n]*`/),
  StrictEqual: mistake("StrictEqual", "==="),
  StrictUnequal: mistake("StrictUnequal", "!=="),
  FatArrow: mistake("FatArrow", "=>"),
  ColonEquals: mistake("ColonEquals", ":="),
  AndAnd: mistake("AndAnd", "&&"),
  OrOr: mistake("OrOr", "||"),
  Bang: mistake("Bang", /!(?!=)/),
  Semicolon: mistake("Semicolon", ";"),
};

/** Comments are kept apart from the other tokens, in the order of the text. */
export const comments = {
  DocComment: token({
    name: "DocComment",
    label: "a comment",
    highlight: "documentation",
    pattern: /\/\/\/(?!\/)[^\r\n]*/,
    group: "comments",
  }),
  LineComment: token({
    name: "LineComment",
    label: "a comment",
    highlight: "comment",
    pattern: /\/\/[^\r\n]*/,
    group: "comments",
  }),
  BlockComment: token({
    name: "BlockComment",
    label: "a comment",
    highlight: "comment",
    pattern: (text, start) => {
      const end = text.startsWith("/*", start) ? text.indexOf("*/", start + 2) : undefined;
      return end === -1 ? text.length : end === undefined ? undefined : end + 2;
    },
    startsWith: ["/"],
    group: "comments",
  }),
  /** `# ...`, as other languages write comments. */
  HashComment: token({
    name: "HashComment",
    label: "a comment",
    highlight: "mistake",
    pattern: /#[^\r\n]*/,
    group: "comments",
  }),
};

const Space = createToken({
  name: "Space",
  pattern: /[ \t\r\n\uFEFF]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

/** Every token a parser meets, by name. */
export const T = {
  ...words,
  ...literals,
  ...insideString,
  ...signs,
  Word,
  Operator,
  Name,
} as const;

/** The reserved words, in the order of the grammar. */
export const reservedWords: readonly TokenType[] = Object.values(words);

/** How a token is shown; `name` for the two categories, which no token of a text has. */
export function highlightOf(type: TokenType): Highlight {
  return highlights.get(type) ?? "name";
}

export function tokenSpan(file: SourceFile, found: Token): Span {
  const start = found.startOffset;
  return { file: file.path, start, end: start + found.image.length };
}

/** Turns an accepted token into another in place. */
export function retype(target: Token, type: TokenType): void {
  target.tokenType = type;
  target.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

export function createFlowLexer(options: { readonly validate: boolean }): Lexer {
  return new Lexer(
    {
      defaultMode: "code",
      modes: {
        code: [
          Space,
          // Longer ones first: the lexer would take `in` of `into` and then look for a longer name only.
          ...reservedWords.toSorted((a, b) => b.name.length - a.name.length),
          Name,
          ...Object.values(comments),
          ...Object.values(literals),
          ...Object.values(mistakes),
          ...Object.values(signs),
        ],
        string: Object.values(insideString),
      },
    },
    {
      positionTracking: "onlyOffset",
      skipValidations: !options.validate,
    },
  );
}

/** What the parser may meet: the categories, and no comments or mistakes, which it never sees. */
export const parserVocabulary: TokenType[] = Object.values(T);
