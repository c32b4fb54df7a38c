/**
 * What the grammar rules stand on: reading tokens, spans, documentation, and recovery.
 *
 * Recovery is ours, not chevrotain's. A missing token is reported and taken as read, a missing operand becomes a
 * `MissingExpr`, and nothing is thrown, so every rule finishes with a whole node. From the first report on the parser is
 * silent until the next place where a new item, entry or declaration begins: one mistake, one diagnostic. There the
 * rest of the broken one is skipped, by lines and brackets.
 */
import { EmbeddedActionsParser, type TokenType, tokenMatcher } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { Expr, Identifier, TypeNode } from "./ast.ts";
import { createDocReader, type DocReader } from "./doc-comments.ts";
import * as errors from "./parse-errors.ts";
import type { Comment } from "./tokenize.ts";
import { parserVocabulary, T, type Token, tokenSpan } from "./tokens.ts";

/** Of expressions, types and branches inside one another. `docs/adr/0001` says why this many. */
export const maxDepth = 200;

/** How far a closing bracket is looked for. Bounds the work that garbage can cause. */
const maxLookForward = 500;

export interface ParserInput {
  readonly file: SourceFile;
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Holds what the tokenizer found; what the parser finds is added. */
  readonly sink: Diagnostic[];
}

const nothing: SourceFile = { path: "", text: "", lineStarts: [0] };

export abstract class RecoveringParser extends EmbeddedActionsParser {
  protected file: SourceFile = nothing;
  protected sink: Diagnostic[] = [];
  #docs: DocReader = createDocReader(nothing, []);
  #silent = false;
  #depth = 0;
  /** The deepest the expression being read goes, in the same count as `#depth`. */
  #deepest = 0;
  /** Where the item, entry or declaration begins that is being read. */
  #regionStart = 0;
  /** A brace too many or too few was reported, and the text has one: what else it leads to is not. */
  #braceExplains = false;
  /** Mistakes of the tokenizer that leave the parser without what was meant, by offset. */
  #lexicalMistakes: readonly number[] = [];

  constructor(options: { readonly validate: boolean }) {
    super(parserVocabulary, {
      recoveryEnabled: false,
      maxLookahead: 3,
      skipValidations: !options.validate,
    });
  }

  protected begin({ file, tokens, comments, sink }: ParserInput): void {
    this.input = [...tokens];
    this.file = file;
    this.sink = sink;
    this.#docs = createDocReader(file, comments);
    this.#silent = false;
    this.#depth = 0;
    this.#deepest = 0;
    this.#regionStart = 0;
    this.#braceExplains = false;
    this.#lexicalMistakes = errors.findLexicalMistakes(sink);
  }

  /** Lets go of the last text. */
  protected end(): void {
    this.begin({ file: nothing, tokens: [], comments: [], sink: [] });
  }

  // ------------------------------------------------------------ tokens

  protected is(type: TokenType): boolean {
    return this.LA(1).tokenTypeIdx === type.tokenTypeIdx;
  }

  protected isAt(ahead: number, type: TokenType): boolean {
    return tokenMatcher(this.LA(ahead), type);
  }

  /** A reserved word that is not used as a name. */
  protected isReserved(ahead: number): boolean {
    return this.isAt(ahead, T.Word) && this.LA(ahead).tokenTypeIdx !== T.Name.tokenTypeIdx;
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
      if (text.charCodeAt(at) === 10) {
        return false;
      }
    }
    return true;
  }

  /** The line of the next token is indented further than the line of the last. */
  protected isIndentedFurther(): boolean {
    return this.#indentation(1) > this.#indentation(0);
  }

  #indentation(ahead: number): number {
    const { startOffset } = this.LA(ahead);
    const lineStart = this.file.text.lastIndexOf("\n", startOffset) + 1;
    return this.file.text.slice(lineStart).search(/[^ \t]|$/);
  }

  // ------------------------------------------------------------ spans

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

  /** From `start` to the end of what was read last; empty where nothing was. */
  protected spanFrom(start: number): Span {
    const end = this.lastEnd();
    return { file: this.file.path, start: Math.min(start, end), end };
  }

  /** Just behind what was read last. */
  protected spanHere(): Span {
    const end = this.lastEnd();
    return { file: this.file.path, start: end, end };
  }

  protected tokenSpan(token: Token): Span {
    return tokenSpan(this.file, token);
  }

  protected identifier(token: Token): Identifier {
    return { kind: "Identifier", span: this.tokenSpan(token), name: token.image };
  }

  protected missingIdentifier(): Identifier {
    return { kind: "Identifier", span: this.spanHere(), name: "" };
  }

  protected missingExpr(): Expr {
    return { kind: "MissingExpr", span: this.spanHere() };
  }

  protected missingType(): TypeNode {
    return { kind: "MissingType", span: this.spanHere() };
  }

  /** The documentation in front of what is read next. */
  protected doc(): string | undefined {
    return this.#docs.read(this.lastEnd(), this.start());
  }

  // ------------------------------------------------------------ reports

  /** A mistake was reported that what is found here may be a consequence of. */
  protected get isConsequence(): boolean {
    const here = this.start();
    return (
      this.#silent || this.#lexicalMistakes.some((at) => at >= this.#regionStart && at <= here)
    );
  }

  /** Reports, and is silent from then on. */
  protected problem(found: () => void): void {
    if (this.RECORDING_PHASE) {
      return;
    }
    const { isConsequence } = this;
    this.#silent = true;
    if (!isConsequence) {
      found();
    }
  }

  /** Reports a mistake in the bracing of blocks. All that one brace too many or too few does to a file is one mistake. */
  protected structuralProblem(found: () => void): void {
    if (this.#braceExplains) {
      this.#silent = true;
    } else if (!this.isConsequence) {
      this.#braceExplains = !hasBalancedBraces(this.input);
      this.problem(found);
    }
  }

  /** Reports something that needs no recovery, since what was meant is plain. */
  protected mend(found: () => void): void {
    if (!(this.RECORDING_PHASE || this.isConsequence)) {
      found();
    }
  }

  protected expected(what: string, hint?: string): void {
    this.problem(() => errors.reportExpected(this.sink, this.file, this.around(), what, hint));
  }

  protected around(): errors.Around {
    return { previous: this.LA(0), next: this.LA(1), afterNext: this.LA(2) };
  }

  /** A new item, entry or declaration begins: mistakes before it are over. */
  protected beginRegion(): void {
    this.#silent = false;
    this.#regionStart = this.start();
  }

  /** Runs `read`, which has items or entries of its own, inside one. */
  protected withRegions<T>(read: () => T): T {
    const silent = this.#silent;
    const regionStart = this.#regionStart;
    const result = read();
    this.#silent ||= silent;
    this.#regionStart = regionStart;
    return result;
  }

  // ------------------------------------------------------------ consuming

  /** Consumes `type`; where something else stands, reports it and goes on as if `type` were there. */
  protected expect(occurrence: number, type: TokenType, hint?: string): Token | undefined {
    if (this.RECORDING_PHASE || this.isAt(1, type)) {
      return this.consume(occurrence, type);
    }
    this.expected(type.LABEL ?? type.name, hint);
    return undefined;
  }

  /** Consumes the bracket that closes `opener`, after what stands before it by mistake. */
  protected close(occurrence: number, opener: Token | undefined, type: TokenType): void {
    if (this.RECORDING_PHASE || this.is(type)) {
      this.consume(occurrence, type);
      return;
    }
    const distance = this.#distanceTo(type);
    const closer = type.LABEL ?? type.name;
    if (distance !== undefined && opener !== undefined) {
      this.problem(() =>
        errors.reportExpectedIn(this.sink, this.file, this.around(), opener, closer),
      );
    } else {
      const report = () =>
        errors.reportUnclosed(this.sink, this.file, this.around(), opener, this.input, closer);
      if (type === T.RightBrace) {
        this.structuralProblem(report);
      } else {
        this.problem(report);
      }
    }
    if (distance !== undefined) {
      this.skip(distance);
      this.consume(occurrence, type);
    }
  }

  protected skip(tokens: number): void {
    for (let skipped = 0; skipped < tokens; skipped++) {
      this.SKIP_TOKEN();
    }
  }

  /** How many tokens stand before the bracket that closes the current one, in what may still be its list. */
  #distanceTo(closer: TokenType): number | undefined {
    let depth = 0;
    for (let ahead = 1; ahead <= maxLookForward && !this.atEnd(ahead); ahead++) {
      if (!this.onSameLine(ahead) && (this.startsBinding(ahead) || this.startsDeclaration(ahead))) {
        return undefined;
      }
      const { tokenType } = this.LA(ahead);
      if (depth === 0 && tokenType === closer) {
        return ahead - 1;
      }
      if (isOpener(tokenType)) {
        depth++;
      } else if (isCloser(tokenType)) {
        if (depth === 0) {
          return undefined;
        }
        depth--;
      }
    }
    return undefined;
  }

  // ------------------------------------------------------------ where things begin

  /** `a =`, `a[i, j] =`, `{ a, b } =`, `tile`, `return`, `do` or `assert` at the beginning of a line. */
  protected startsBinding(ahead: number): boolean {
    if (this.onSameLine(ahead)) {
      return false;
    }
    const { tokenType } = this.LA(ahead);
    switch (tokenType) {
      case T.Return:
      case T.Do:
      case T.Assert:
      case T.Tile:
        return this.isAt(ahead + 1, T.Equals) || !this.isAt(ahead + 1, T.Colon);
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
    for (let at = ahead; at < ahead + 64 && !this.atEnd(at); at++) {
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

  /**
   * Skips what is left of a broken item or entry: up to a line on which the next may begin, the end of what is around
   * it, or the end of the text.
   */
  protected skipBroken(startsNext: (ahead: number) => boolean): void {
    const open: TokenType[] = [];
    for (let first = true; !this.atEnd(); first = false) {
      const { tokenType } = this.LA(1);
      if (!(first || this.onSameLine())) {
        const insideBraces = open.includes(T.LeftBrace);
        if (
          this.startsDeclaration(1) ||
          (open.length === 0 && startsNext(1)) ||
          (!insideBraces && this.startsBinding(1))
        ) {
          return;
        }
      }
      if (isOpener(tokenType)) {
        open.push(tokenType);
      } else if (tokenType === T.RightBrace) {
        const opener = open.findLastIndex((type) => type === T.LeftBrace || type === T.HoleStart);
        if (opener === -1) {
          return;
        }
        // Brackets that were not closed inside the braces end with them.
        open.length = opener;
      } else if (isCloser(tokenType) && open.at(-1) !== T.LeftBrace) {
        open.pop();
      }
      this.skip(1);
    }
  }

  /** What stands next closes a bracket outside of the braces that are open here. */
  protected closesOuter(): boolean {
    const { tokenType } = this.LA(1);
    if (tokenType !== T.RightParen && tokenType !== T.RightBracket) {
      return false;
    }
    const opener = tokenType === T.RightParen ? T.LeftParen : T.LeftBracket;
    let closed = 0;
    let openBraces = 0;
    for (let behind = 0; behind > -maxLookForward; behind--) {
      const { tokenType: type, startOffset } = this.LA(behind);
      if (startOffset < 0) {
        return false;
      }
      if (isCloser(type)) {
        closed++;
      } else if (isOpener(type) && closed > 0) {
        closed--;
      } else if (type === opener) {
        return openBraces > 0;
      } else if (isOpener(type)) {
        openBraces++;
      }
    }
    return false;
  }

  // ------------------------------------------------------------ depth

  /** Runs `read` one level deeper; past the limit reports it and answers `otherwise` without reading. */
  protected nested<T>(read: () => T, otherwise: () => T): T {
    if (this.#depth >= maxDepth && !this.RECORDING_PHASE) {
      this.#reportDepth();
      return otherwise();
    }
    const outside = this.#deepest;
    this.#depth++;
    this.#deepest = this.#depth;
    const result = read();
    this.#depth--;
    this.#deepest = Math.max(outside, this.#deepest);
    return result;
  }

  /** A row of operators or suffixes puts what was read so far one level deeper. False where that is too deep. */
  protected deepen(): boolean {
    if (this.RECORDING_PHASE) {
      return true;
    }
    this.#deepest++;
    if (this.#deepest <= maxDepth) {
      return true;
    }
    this.#reportDepth();
    return false;
  }

  #reportDepth(): void {
    this.problem(() => errors.reportDepth(this.sink, this.file, this.around(), maxDepth));
  }
}

function hasBalancedBraces(tokens: readonly Token[]): boolean {
  let open = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === T.LeftBrace || tokenType === T.HoleStart) {
      open++;
    } else if (tokenType === T.RightBrace) {
      open--;
    }
  }
  return open === 0;
}

function isOpener(type: TokenType): boolean {
  return (
    type === T.LeftParen || type === T.LeftBracket || type === T.LeftBrace || type === T.HoleStart
  );
}

function isCloser(type: TokenType): boolean {
  return type === T.RightParen || type === T.RightBracket || type === T.RightBrace;
}
