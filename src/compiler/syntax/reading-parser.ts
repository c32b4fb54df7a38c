/**
 * The parser is one class, since chevrotain demands it, in four files: this one reads (tokens, spans, documentation, what
 * begins where), `recovering-parser.ts` reports and recovers, `mending-parser.ts` knows the usual slips, and `parser.ts`
 * holds the grammar.
 */
import { EmbeddedActionsParser, type TokenType, tokenMatcher } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { Expr, Identifier, TypeNode } from "./ast.ts";
import { createDocReader, type DocReader } from "./doc-comments.ts";
import { isCloser, isOpener, isPair } from "./token-sets.ts";
import type { Comment } from "./tokenize.ts";
import { parserVocabulary, T, type Token, tokenSpan } from "./tokens.ts";

export interface ParserInput {
  readonly file: SourceFile;
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Holds what the tokenizer found; what the parser finds is added. */
  readonly sink: Diagnostic[];
}

/** How far is looked around a mistake. Bounds the work that garbage can cause. */
const maxLookAround = 500;

const lineFeed = 10;

const nothing: SourceFile = { path: "", text: "", lineStarts: [0] };

export abstract class ReadingParser extends EmbeddedActionsParser {
  protected file: SourceFile = nothing;
  protected sink: Diagnostic[] = [];
  #docs: DocReader = createDocReader(nothing, []);
  /**
   * Where missing parts stand, by the offset of the token behind them: a node whose first part is missing begins there,
   * and not at its first token.
   */
  #missing = new Map<number, number>();

  constructor(options: { readonly validate: boolean }) {
    super(parserVocabulary, {
      recoveryEnabled: false,
      maxLookahead: 3,
      skipValidations: !options.validate,
    });
  }

  protected begin({ file, tokens, comments, sink }: ParserInput): void {
    // A copy: chevrotain pads its input.
    this.input = [...tokens];
    this.file = file;
    this.sink = sink;
    this.#docs = createDocReader(file, comments);
    this.#missing.clear();
  }

  /** Lets go of the last text. */
  protected end(): void {
    this.begin({ file: nothing, tokens: [], comments: [], sink: [] });
  }

  // ------------------------------------------------------------ tokens

  protected is(type: TokenType): boolean {
    return this.LA(1).tokenTypeIdx === type.tokenTypeIdx;
  }

  /**
   * True where `type` comes next, and while the grammar is recorded. Saves the price of asking chevrotain for what is
   * rarely there.
   */
  protected mayBe(type: TokenType): boolean {
    return this.LA(1).tokenTypeIdx === type.tokenTypeIdx || this.RECORDING_PHASE;
  }

  /** The token at `ahead` is of `type`, or of the category that `type` is. */
  protected isAt(ahead: number, type: TokenType): boolean {
    return tokenMatcher(this.LA(ahead), type);
  }

  protected isReserved(ahead: number): boolean {
    return this.isAt(ahead, T.Word) && !this.isAt(ahead, T.Name);
  }

  protected atEnd(ahead = 1): boolean {
    return this.LA(ahead).startOffset < 0;
  }

  /** The token at `ahead` is on the line on which the one before it ends. */
  protected onSameLine(ahead = 1): boolean {
    const previous = this.LA(ahead - 1);
    const next = this.LA(ahead);
    if (previous.startOffset < 0 || next.startOffset < 0) {
      return false;
    }
    const { text } = this.file;
    for (let at = previous.startOffset + previous.image.length; at < next.startOffset; at++) {
      if (text.charCodeAt(at) === lineFeed) {
        return false;
      }
    }
    return true;
  }

  /** Blanks at the beginning of the line on which `token` is. */
  protected indentation(token: Token): number {
    const { text } = this.file;
    const lineStart = text.lastIndexOf("\n", token.startOffset) + 1;
    let at = lineStart;
    while (text[at] === " " || text[at] === "\t") {
      at++;
    }
    return at - lineStart;
  }

  // ------------------------------------------------------------ spans and nodes

  /** Where what is read next begins. */
  protected start(): number {
    const { startOffset } = this.LA(1);
    return startOffset < 0 ? this.file.text.length : startOffset;
  }

  /** Where what was read last ends. */
  protected lastEnd(): number {
    const last = this.LA(0);
    return last.startOffset < 0 ? 0 : last.startOffset + last.image.length;
  }

  /** From `start`, or a missing part before it, to the end of what was read last; empty where nothing was. */
  protected spanFrom(start: number): Span {
    const end = this.lastEnd();
    const from = this.#missing.size === 0 ? start : (this.#missing.get(start) ?? start);
    return { file: this.file.path, start: from < end ? from : end, end };
  }

  /** Of a missing part: just behind what was read last. */
  protected missingSpan(): Span {
    const end = this.lastEnd();
    this.#missing.set(this.start(), end);
    return { file: this.file.path, start: end, end };
  }

  /** What begins now does not begin with what was missing before. */
  protected forgetMissing(): void {
    this.#missing.clear();
  }

  protected tokenSpan(token: Token): Span {
    return tokenSpan(this.file, token);
  }

  protected identifier(token: Token): Identifier {
    return { kind: "Identifier", span: this.tokenSpan(token), name: token.image };
  }

  protected missingIdentifier(): Identifier {
    return { kind: "Identifier", span: this.missingSpan(), name: "" };
  }

  protected missingExpr(): Expr {
    return { kind: "MissingExpr", span: this.missingSpan() };
  }

  protected missingType(): TypeNode {
    return { kind: "MissingType", span: this.missingSpan() };
  }

  /** The documentation in front of what is read next. */
  protected doc(): string | undefined {
    return this.#docs.read(this.lastEnd(), this.start());
  }

  // ------------------------------------------------------------ where things begin and end

  /** `a =`, `a[i, j] =`, `{ a, b } =`, `tile`, `return`, `do` or `assert` at the beginning of a line. */
  protected startsBinding(ahead: number): boolean {
    if (this.onSameLine(ahead)) {
      return false;
    }
    switch (this.LA(ahead).tokenType) {
      case T.Return:
      case T.Do:
      case T.Assert:
      case T.Tile:
        return !this.isAt(ahead + 1, T.Colon);
      case T.Name:
        return (
          this.isAt(ahead + 1, T.Equals) ||
          (this.isAt(ahead + 1, T.LeftBracket) && this.#isBoundAfterBracket(ahead + 1))
        );
      case T.LeftBrace:
        return this.#isBoundAfterBracket(ahead);
      default:
        return this.isReserved(ahead) && this.isAt(ahead + 1, T.Equals);
    }
  }

  /** The bracket at `ahead` is closed on its line and followed by `=`. */
  #isBoundAfterBracket(ahead: number): boolean {
    let depth = 0;
    for (let at = ahead; at < ahead + maxLookAround && !this.atEnd(at); at++) {
      if (at > ahead && !this.onSameLine(at)) {
        return false;
      }
      const { tokenType } = this.LA(at);
      if (isOpener(tokenType)) {
        depth++;
      } else if (isCloser(tokenType)) {
        depth--;
        if (depth === 0) {
          return this.isAt(at + 1, T.Equals);
        }
      }
    }
    return false;
  }

  /** A declaration at the beginning of a line, by its first two tokens. */
  protected startsDeclaration(ahead: number): boolean {
    switch (this.LA(ahead).tokenType) {
      case T.Type:
      case T.Function:
      case T.Workflow:
      case T.Pipeline:
        return this.isAt(ahead + 1, T.Name) && !this.onSameLine(ahead);
      case T.Use:
        return (
          (this.isAt(ahead + 1, T.LeftBrace) || this.isAt(ahead + 1, T.String)) &&
          !this.onSameLine(ahead)
        );
      default:
        return false;
    }
  }

  /** `closer` closes a bracket outside of the innermost that is open here. */
  protected closesOuter(closer: TokenType): boolean {
    let closed = 0;
    let isInnermost = true;
    for (let behind = 0; behind > -maxLookAround && !this.atEnd(behind); behind--) {
      const { tokenType } = this.LA(behind);
      if (isCloser(tokenType)) {
        closed++;
      } else if (isOpener(tokenType) && closed > 0) {
        closed--;
      } else if (isOpener(tokenType)) {
        if (!isInnermost && isPair(tokenType, closer)) {
          return true;
        }
        isInnermost = false;
      }
    }
    return false;
  }

  /** How many tokens stand before the `closer` of the innermost bracket, in what may still be inside it. */
  protected distanceTo(closer: TokenType): number | undefined {
    let depth = 0;
    for (let ahead = 1; ahead <= maxLookAround && !this.atEnd(ahead); ahead++) {
      if (!this.onSameLine(ahead) && (this.startsBinding(ahead) || this.startsDeclaration(ahead))) {
        return undefined;
      }
      const { tokenType } = this.LA(ahead);
      if (depth === 0 && tokenType === closer) {
        return ahead - 1;
      }
      if (isOpener(tokenType)) {
        depth++;
      } else if (isCloser(tokenType) && depth > 0) {
        depth--;
      } else if (
        tokenType === T.RightBrace ||
        (isCloser(tokenType) && this.closesOuter(tokenType))
      ) {
        return undefined;
      }
    }
    return undefined;
  }
}
