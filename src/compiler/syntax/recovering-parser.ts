/**
 * Recovery is ours, not chevrotain's. A missing token is reported and taken as read, a missing operand becomes a
 * `MissingExpr`, and nothing is thrown, so every rule finishes with a whole node. From the first report on the parser is
 * silent until the next place where an item, entry or declaration begins: one mistake, one diagnostic. There the rest of
 * the broken one is skipped, by lines and brackets.
 */
import type { TokenType } from "chevrotain";
import * as errors from "./parse-errors.ts";
import { type ParserInput, ReadingParser } from "./reading-parser.ts";
import { isCloser, isOpener, isPair, itemStarts } from "./token-sets.ts";
import { T, type Token } from "./tokens.ts";

/** Of expressions, types and branches inside one another: what the parser recurses on. `docs/adr/0001` says why so many. */
export const maxNesting = 100;

/** Of the tree that comes of it, where every operator and suffix is a level too: what other phases recurse on. */
export const maxDepth = 250;

export abstract class RecoveringParser extends ReadingParser {
  #silent = false;
  #depth = 0;
  /** The deepest that what was read inside the current level goes, in the same count as `#depth`. */
  #deepest = 0;
  /** Where the item, entry or declaration begins that is being read. */
  #regionStart = 0;
  /** How many more `{` than `}` the text has; undefined until somebody asks. */
  #surplus: number | undefined;
  /** A brace too many or too few was reported: what it explains is not. */
  #braceExplains = false;
  /** Mistakes of the tokenizer that leave the parser without what was meant, by offset. */
  #lexicalMistakes: readonly number[] = [];

  protected override begin(input: ParserInput): void {
    super.begin(input);
    this.#silent = false;
    this.#depth = 0;
    this.#deepest = 0;
    this.#regionStart = 0;
    this.#surplus = undefined;
    this.#braceExplains = false;
    this.#lexicalMistakes = errors.findLexicalMistakes(input.sink);
  }

  // ------------------------------------------------------------ reports

  /** A mistake was reported that what is found here may be a consequence of. */
  protected get isConsequence(): boolean {
    return this.#silent || this.hasLexicalMistake(this.#regionStart, this.start());
  }

  protected hasLexicalMistake(from: number, to: number): boolean {
    return this.#lexicalMistakes.some((at) => at >= from && at <= to);
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

  /** Reports what one brace too many or too few may explain. All that it does to a text is one mistake. */
  protected structuralProblem(found: () => void): void {
    if (this.#braceExplains) {
      this.#silent = true;
    } else {
      this.problem(() => {
        this.#braceExplains = this.surplusBraces() !== 0;
        found();
      });
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
    return {
      previous: this.LA(0),
      next: this.LA(1),
      afterNext: this.LA(2),
      isOnSameLine: this.onSameLine(),
    };
  }

  /** An item, entry or declaration begins: mistakes before it are over. */
  protected beginRegion(): void {
    this.#silent = false;
    this.#regionStart = this.start();
    this.forgetMissing();
  }

  /** Runs `read`, which has items or entries of its own, inside one. */
  protected withRegions(read: () => void): void {
    const silent = this.#silent;
    const regionStart = this.#regionStart;
    read();
    this.#silent ||= silent;
    this.#regionStart = regionStart;
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
    const distance = this.distanceTo(type);
    if (distance === undefined) {
      const report = () =>
        errors.reportUnclosed(this.sink, this.file, this.around(), opener, this.input, type);
      if (type === T.RightBrace) {
        this.structuralProblem(report);
      } else {
        this.problem(report);
      }
      return;
    }
    this.problem(() => errors.reportExpectedIn(this.sink, this.file, this.around(), opener, type));
    this.skip(distance);
    this.consume(occurrence, type);
  }

  // ------------------------------------------------------------ skipping

  protected skip(tokens: number): void {
    for (let skipped = 0; skipped < tokens; skipped++) {
      this.SKIP_TOKEN();
    }
  }

  /**
   * Skips what is left of a broken item or entry: up to a line on which the next may begin, the end of what is around
   * it, or the end of the text.
   */
  protected skipBroken(startsNext: (ahead: number) => boolean): void {
    const open: TokenType[] = [];
    for (let isFirst = true; !this.atEnd(); isFirst = false) {
      if (!(isFirst || this.onSameLine()) && this.#resumes(open, startsNext)) {
        return;
      }
      const { tokenType } = this.LA(1);
      if (isOpener(tokenType)) {
        open.push(tokenType);
      } else if (isCloser(tokenType)) {
        const opener = open.findLastIndex((type) => isPair(type, tokenType));
        if (opener === -1 && tokenType === T.RightBrace) {
          return;
        }
        if (opener !== -1 && (tokenType === T.RightBrace || !open.includes(T.LeftBrace, opener))) {
          // Brackets inside that were not closed end with it.
          open.length = opener;
        }
      }
      this.skip(1);
    }
  }

  /** At the beginning of a line, behind the brackets `open` of a broken item. */
  #resumes(open: readonly TokenType[], startsNext: (ahead: number) => boolean): boolean {
    return (
      this.startsDeclaration(1) ||
      (open.length === 0 && startsNext(1)) ||
      (!open.includes(T.LeftBrace) && this.startsBinding(1))
    );
  }

  /** An item begins here, or a reserved word that is used as a name for one. */
  protected readonly startsItem = (ahead: number): boolean =>
    itemStarts.has(this.LA(ahead).tokenType) ||
    (this.isReserved(ahead) && this.isAt(ahead + 1, T.Equals));

  protected readonly startsOption = (ahead: number): boolean => this.isAt(ahead, T.Word);

  // ------------------------------------------------------------ braces

  /** How many more `{` than `}` the text has. */
  protected surplusBraces(): number {
    this.#surplus ??= this.input.reduce(
      (open, { tokenType }) =>
        tokenType === T.LeftBrace || tokenType === T.HoleStart
          ? open + 1
          : tokenType === T.RightBrace
            ? open - 1
            : open,
      0,
    );
    return this.#surplus;
  }

  /**
   * The `}` of the block or the options that `opener` opens must have stood before here: the text has too few, and this
   * line is not indented further than the line of the `{`.
   */
  protected isPastBlock(opener: Token | undefined): boolean {
    return (
      opener !== undefined &&
      !this.onSameLine() &&
      this.indentation(this.LA(1)) <= this.indentation(opener) &&
      !this.is(T.RightBrace) &&
      this.surplusBraces() > 0
    );
  }

  // ------------------------------------------------------------ depth

  /** Runs `read` one level deeper; past the limit reports it and answers `otherwise` without reading. */
  protected nested<Node>(read: () => Node, otherwise: () => Node): Node {
    if (this.#depth >= maxNesting && !this.RECORDING_PHASE) {
      this.#reportDepth(maxNesting);
      return otherwise();
    }
    const outside = this.#deepest;
    this.#depth++;
    this.#deepest = this.#depth;
    const result = read();
    this.#depth--;
    if (this.#deepest < outside) {
      this.#deepest = outside;
    }
    return result;
  }

  /**
   * An operator or suffix puts what was read before it one level deeper. False where that is too deep; the caller then
   * drops what was read.
   */
  protected deepen(): boolean {
    this.#deepest++;
    if (this.#deepest <= maxDepth || this.RECORDING_PHASE) {
      return true;
    }
    this.#reportDepth(maxDepth);
    this.#deepest = this.#depth;
    return false;
  }

  #reportDepth(limit: number): void {
    this.problem(() => errors.reportDepth(this.sink, this.file, this.around(), limit));
  }
}
