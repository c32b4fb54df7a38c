/**
 * The usual slips, each with what it most likely stands for: the parser reports it, takes it as that and goes on. And the
 * parts that rules share: names, comma lists, the ends of items and entries.
 */
import type { TokenType } from "chevrotain";
import type { Block, Expr, Identifier, Item, Step } from "./ast.ts";
import { isForeignWord, meantDeclaration } from "./habits.ts";
import * as errors from "./parse-errors.ts";
import type { ParserInput } from "./reading-parser.ts";
import { RecoveringParser } from "./recovering-parser.ts";
import {
  afterBlockWords,
  declarationWords,
  isCloser,
  isOpener,
  itemWords,
  operandEnds,
  primaryStarts,
  stepWords,
  type TokenSet,
  typeStarts,
} from "./token-sets.ts";
import { retype, T, type Token } from "./tokens.ts";

/** The number that repetitions of comma lists have in their rules. */
export const commaList = 9;

const directions: ReadonlyMap<string, TokenType> = new Map([
  ["ascending", T.Asc],
  ["ASC", T.Asc],
  ["descending", T.Desc],
  ["DESC", T.Desc],
]);

const elseIfWords: ReadonlySet<string> = new Set(["elif", "elsif", "elseif"]);

export abstract class MendingParser extends RecoveringParser {
  /** The blocks inside the workflow that is being read. */
  protected innerBlocks: Block[] = [];
  protected blockDepth = 0;
  /** The item that comes next stands on the line of the one before it, which was reported. */
  protected isCrowded = false;
  /** The next expression may be the left of a `=`. */
  protected atHead = false;
  /** The next expression is an index or a dimension: behind it, `=` more likely tells of a missing `]`. */
  protected inBrackets = false;

  protected override begin(input: ParserInput): void {
    super.begin(input);
    this.innerBlocks = [];
    this.blockDepth = 0;
    this.isCrowded = false;
    this.atHead = false;
    this.inBrackets = false;
  }

  // ------------------------------------------------------------ names and lists

  /** A NAME. Where a reserved word is used as one it is reported and taken; `follows` is what may stand behind instead. */
  protected name(occurrence: number, follows?: TokenType): Identifier {
    if (this.mayBe(T.Name)) {
      return this.identifier(this.consume(occurrence, T.Name));
    }
    if (this.isReserved(1) && this.onSameLine() && !(follows !== undefined && this.is(follows))) {
      this.takeAsName(this.LA(1));
      return this.identifier(this.consume(occurrence, T.Name));
    }
    this.expected("a name");
    return this.missingIdentifier();
  }

  /** A WORD: also a reserved one. */
  protected word(occurrence: number): Identifier {
    if (this.RECORDING_PHASE || this.isAt(1, T.Word)) {
      return this.identifier(this.consume(occurrence, T.Word));
    }
    this.expected("a name");
    return this.missingIdentifier();
  }

  /** The name behind a dot. */
  protected member(occurrence: number): Identifier {
    if (!this.RECORDING_PHASE && this.startsBinding(1)) {
      this.expected("a field name");
      return this.missingIdentifier();
    }
    return this.word(occurrence);
  }

  protected takeAsName(token: Token): void {
    this.problem(() => errors.reportReserved(this.sink, this.file, token));
    retype(token, T.Name);
  }

  /**
   * Elements up to a closing bracket, with a comma between two and perhaps after the last. None without the opening one.
   * `isMistaken`: what begins here can begin no element, so that the repetition ends before it; `element` reads it anyway.
   */
  protected commaList<Node>(
    open: Token | undefined,
    element: () => Node,
    isMistaken: () => boolean = () => false,
  ): Node[] {
    const elements: Node[] = [];
    let isSeparated = open !== undefined;
    /** False where no other element follows. */
    const takeMistaken = (): boolean => {
      if (!isMistaken()) {
        return false;
      }
      elements.push(element());
      isSeparated = this.is(T.Comma);
      this.skip(isSeparated ? 1 : 0);
      return isSeparated;
    };
    do {
      this.many(commaList, {
        GATE: () => isSeparated && !this.startsDeclaration(1) && !this.#isPastList(open),
        DEF: () => {
          elements.push(element());
          isSeparated = this.mayBe(T.Comma);
          if (isSeparated) {
            this.option(commaList, () => this.consume(commaList, T.Comma));
          }
        },
      });
    } while (isSeparated && (this.#dropComma() || takeMistaken()));
    return elements;
  }

  /** A binding begins here, on a line that is not indented further than that of the opening bracket. */
  #isPastList(open: Token | undefined): boolean {
    return (
      open !== undefined &&
      this.startsBinding(1) &&
      this.indentation(this.LA(1)) <= this.indentation(open)
    );
  }

  /** A comma without an element before it. */
  #dropComma(): boolean {
    const isFound = this.is(T.Comma);
    if (isFound) {
      this.expected("an element");
      this.skip(1);
    }
    return isFound;
  }

  /** Elements without brackets around them. `continues` looks behind a comma for another. */
  protected openList<Node>(
    continues: () => boolean,
    element: (occurrence: number) => Node,
  ): Node[] {
    const elements = [element(1)];
    this.many(8, {
      GATE: continues,
      DEF: () => {
        this.consume(7, T.Comma);
        elements.push(element(2));
      },
    });
    this.option(8, () => this.consume(8, T.Comma));
    return elements;
  }

  // ------------------------------------------------------------ signs

  protected expectNot(occurrence: number, meant: TokenType, mistaken: TokenType): void {
    this.mistakenFor(mistaken, meant);
    this.expect(occurrence, meant);
  }

  /** Takes one sign for another where only the other can stand. */
  protected mistakenFor(mistaken: TokenType, meant: TokenType, ahead = 1): void {
    const token = this.LA(ahead);
    if (token.tokenType === mistaken) {
      this.mend(() => errors.reportSign(this.sink, this.file, token, meant));
      retype(token, meant);
    }
  }

  /** `=` where only `==` can stand. */
  protected mendComparison(): void {
    const token = this.LA(1);
    if (token.tokenType === T.Equals) {
      this.problem(() => errors.reportComparison(this.sink, this.file, token));
      retype(token, T.EqualEqual);
    }
  }

  /** Options have no sign between name and value. */
  protected dropSign(): void {
    if (this.is(T.Equals) || this.is(T.Colon)) {
      this.mend(() => errors.reportOptionSign(this.sink, this.file, this.LA(0), this.LA(1)));
      this.skip(1);
    }
  }

  /** `name: type = step` and `name: step`: the type of a binding is inferred. */
  protected mendColon(head: Step): void {
    if (!this.is(T.Colon) || head.body.kind !== "NameExpr") {
      return;
    }
    const colon = this.LA(1);
    for (let ahead = 2; !this.atEnd(ahead) && this.onSameLine(ahead); ahead++) {
      if (this.isAt(ahead, T.Equals)) {
        this.mend(() => errors.reportAnnotation(this.sink, this.file, colon, this.LA(ahead)));
        this.skip(ahead - 1);
        return;
      }
    }
    this.mistakenFor(T.Colon, T.Equals);
  }

  // ------------------------------------------------------------ words

  /** A name that is nearly one of `words`, before what can follow such a word: reports it and takes it as that word. */
  protected mendWord(words: TokenSet): boolean {
    const meant = this.misspelt(words);
    if (meant === undefined) {
      return false;
    }
    const token = this.LA(1);
    this.mend(() => errors.reportMisspelt(this.sink, this.file, token, meant));
    retype(token, meant);
    return true;
  }

  protected misspelt(words: TokenSet): TokenType | undefined {
    const foreign =
      words === declarationWords && this.is(T.Name)
        ? meantDeclaration(this.LA(1), this.LA(2))
        : undefined;
    if (foreign !== undefined) {
      return foreign;
    }
    const next = this.LA(2).tokenType;
    const isFollowed =
      next === T.Name ||
      (words !== declarationWords &&
        primaryStarts.has(next) &&
        next !== T.LeftParen &&
        next !== T.LeftBracket) ||
      (words === itemWords && stepWords.has(next));
    return isFollowed && this.is(T.Name) && this.onSameLine(2) && !isForeignWord(this.LA(1).image)
      ? errors.findNearWord(this.LA(1).image, words)
      : undefined;
  }

  protected mendItemStart(): void {
    if (this.isReserved(1) && this.isAt(2, T.Equals)) {
      this.takeAsName(this.LA(1));
    } else if (!this.isCrowded) {
      this.mendWord(itemWords);
    }
  }

  protected mendStepWord(): void {
    if (!this.isCrowded) {
      this.mendWord(stepWords);
    }
  }

  /** A reserved word where an operand must stand, and nothing behind it that the word could begin. */
  protected mendReservedOperand(): void {
    const { tokenType } = this.LA(1);
    if (
      !primaryStarts.has(tokenType) &&
      this.isReserved(1) &&
      this.onSameLine() &&
      (!this.onSameLine(2) || operandEnds.has(this.LA(2).tokenType) || this.isAt(2, T.Operator))
    ) {
      this.takeAsName(this.LA(1));
    }
  }

  /** A reserved word where a type must stand. */
  protected mendReservedType(): void {
    if (
      !typeStarts.has(this.LA(1).tokenType) &&
      this.isReserved(1) &&
      this.onSameLine() &&
      !(this.is(T.From) || this.is(T.Into) || this.is(T.Partition))
    ) {
      this.takeAsName(this.LA(1));
    }
  }

  protected missingOperand(): Expr {
    const token = this.LA(1);
    if (token.tokenType === T.Percent) {
      this.mend(() => errors.reportPercent(this.sink, this.file, token));
      this.skip(1);
      const value = Number.parseFloat(token.image);
      return { kind: "FloatExpr", span: this.tokenSpan(token), value };
    }
    if (this.isNakedStep()) {
      return this.#nakedStep();
    }
    if (token.tokenType === T.Ellipsis) {
      // The `{` of a record is missing.
      this.structuralProblem(() =>
        errors.reportExpected(this.sink, this.file, this.around(), "an expression"),
      );
    } else {
      this.expected("an expression");
    }
    return this.missingExpr();
  }

  /** A step stands where an operand must. */
  protected isNakedStep(): boolean {
    return (
      !this.RECORDING_PHASE &&
      stepWords.has(this.LA(1).tokenType) &&
      this.isAt(2, T.Word) &&
      (this.onSameLine() || this.isAt(0, T.Comma) || isOpener(this.LA(0).tokenType))
    );
  }

  /**
   * At the value of an argument: a step stands here, up to the `)` of the call, and no comma in it is anything but inside
   * brackets. Then those of the call are its parentheses.
   */
  protected isSoleStep(): boolean {
    const before = this.isAt(0, T.Colon) ? -2 : 0;
    if (
      !(stepWords.has(this.LA(1).tokenType) && this.isAt(before, T.LeftParen)) ||
      !(this.isAt(2, T.Word) || primaryStarts.has(this.LA(2).tokenType))
    ) {
      return false;
    }
    const { end, hasComma } = this.#nakedExtent();
    return this.isAt(end, T.RightParen) && !hasComma;
  }

  /**
   * It is read as if it had its parentheses, unless something in it may as well stand behind them. Then all of it is
   * missing.
   */
  #nakedStep(): Expr {
    const token = this.LA(1);
    const start = this.start();
    const found = this.sink.length;
    const { isConsequence } = this;
    const { end, doubt } = this.#nakedExtent();
    if (doubt === undefined) {
      const step = this.readStep();
      const span = this.spanFrom(start);
      if (this.sink.length === found && !isConsequence) {
        errors.reportNakedStep(this.sink, token, span, undefined);
      }
      return { kind: "ParenExpr", span, step };
    }
    const upTo = (at: number) => ({
      file: this.file.path,
      start,
      end: this.tokenSpan(this.LA(at - 1)).end,
    });
    const shorter = { sign: this.LA(doubt).image, span: upTo(doubt) };
    this.mend(() =>
      errors.reportNakedStep(this.sink, token, upTo(end), doubt === end ? undefined : shorter),
    );
    this.skip(end - 1);
    return this.missingExpr();
  }

  protected abstract readStep(): Step;

  /**
   * How far a step goes that begins here: `end` is the first token ahead that is none of it. `doubt` is the first that may
   * be none of it either: an operator, or a comma behind a clause that takes several.
   */
  #nakedExtent(): {
    readonly end: number;
    readonly doubt: number | undefined;
    readonly hasComma: boolean;
  } {
    let hasComma = false;
    const joins = this.is(T.Join) || this.is(T.Shuffle);
    let doubt: number | undefined;
    let depth = 0;
    let sorts = false;
    let takesSeveral = false;
    for (let at = 1; ; at++) {
      const { tokenType } = this.LA(at);
      const isInside = depth === 0;
      if (
        this.atEnd(at) ||
        (isInside && isCloser(tokenType)) ||
        (isInside && at > 1 && !this.onSameLine(at) && this.startsItem(at)) ||
        (isInside && tokenType === T.Comma && !takesSeveral)
      ) {
        return { end: at, doubt, hasComma };
      }
      if (isOpener(tokenType)) {
        depth++;
      } else if (isCloser(tokenType)) {
        depth--;
      } else if (isInside && tokenType === T.Comma) {
        hasComma = true;
        doubt ??= at;
        if (!this.isAt(at + 1, T.Word) || this.isAt(at + 2, T.Colon)) {
          return { end: at, doubt, hasComma };
        }
      } else if (isInside) {
        sorts ||= tokenType === T.Sort;
        takesSeveral ||= tokenType === T.After || (sorts && tokenType === T.By);
        if (
          this.isAt(at, T.Operator) &&
          tokenType !== T.DotDot &&
          !(joins && tokenType === T.And)
        ) {
          doubt ??= at;
        }
      }
    }
  }

  /** `asc` and `desc`, spelt as elsewhere. */
  protected mendDirection(): void {
    const token = this.LA(1);
    const meant = this.is(T.Name) && this.onSameLine() ? directions.get(token.image) : undefined;
    if (meant !== undefined) {
      this.mend(() => errors.reportMisspelt(this.sink, this.file, token, meant));
      retype(token, meant);
    }
  }

  /** `elif` and its like stand for `else if`: true where one does, which is then an `else`. */
  protected mendElseIf(): boolean {
    const token = this.LA(1);
    if (!this.is(T.Name) || !elseIfWords.has(token.image)) {
      return false;
    }
    this.mend(() => errors.reportElseIf(this.sink, this.file, token));
    retype(token, T.Else);
    return true;
  }

  // ------------------------------------------------------------ declarations, items, entries

  /** Goes to the next declaration; anything else is reported. */
  protected findDeclaration(): void {
    if (this.RECORDING_PHASE) {
      return;
    }
    while (!(this.atEnd() || declarationWords.has(this.LA(1).tokenType))) {
      if (this.mendWord(declarationWords)) {
        break;
      }
      this.structuralProblem(() => errors.reportNoDeclaration(this.sink, this.file, this.around()));
      do {
        this.skip(1);
      } while (!(this.atEnd() || (!this.onSameLine() && this.#mayStartDeclaration())));
    }
    this.beginRegion();
  }

  #mayStartDeclaration(): boolean {
    return (
      declarationWords.has(this.LA(1).tokenType) || this.misspelt(declarationWords) !== undefined
    );
  }

  /** Behind the parameters stands a type. */
  protected isArrowMissing(): boolean {
    return (
      this.onSameLine() &&
      (this.is(T.LeftBrace)
        ? this.isAt(2, T.Word) && this.isAt(3, T.Colon)
        : typeStarts.has(this.LA(1).tokenType))
    );
  }

  /** After `{` or an option: the next begins here, or what stands here is reported and skipped. */
  protected settleOption(opener: Token | undefined, what: string): void {
    if (this.RECORDING_PHASE || this.isOptionsEnd(opener)) {
      return;
    }
    const isFree = !this.onSameLine() || this.isAt(0, T.LeftBrace) || this.isAt(0, T.Comma);
    if (!(isFree && this.startsOption(1))) {
      this.expected(what);
      this.skipBroken(this.startsOption);
    }
    this.beginRegion();
  }

  /** After `{`: an item begins here, or what stands here is reported and skipped. */
  protected settleItem(opener: Token | undefined): void {
    if (!(this.RECORDING_PHASE || this.isBlockEnd(opener) || this.startsItem(1))) {
      this.expected("a step");
      this.skipBroken(this.startsItem);
    }
  }

  /** After an item: goes to where the next may begin. False where `item` is no item but a word of another language. */
  protected endItem(item: Item, opener: Token | undefined): boolean {
    if (this.RECORDING_PHASE) {
      return true;
    }
    const wasCrowded = this.isCrowded;
    this.isCrowded = false;
    const starts = this.startsItem(1);
    if (this.isBlockEnd(opener) || (starts && !this.onSameLine())) {
      return true;
    }
    if (starts && !wasCrowded && !this.isConsequence) {
      if (errors.isBindingWord(item) && this.is(T.Name)) {
        errors.reportBindingWord(this.sink, item, this.LA(1));
        return false;
      }
      this.problem(() => errors.reportCrowded(this.sink, this.file, this.around()));
      this.isCrowded = true;
      return true;
    }
    this.structuralProblem(() => errors.reportAfterItem(this.sink, this.file, this.around()));
    this.skipBroken(this.startsItem);
    return true;
  }

  /** Here end the options that `opener` opens, whether or not a `}` says so. */
  protected isOptionsEnd(opener: Token | undefined): boolean {
    const { tokenType } = this.LA(1);
    return (
      tokenType === T.RightBrace ||
      this.atEnd() ||
      this.startsDeclaration(1) ||
      (isCloser(tokenType) && this.closesOuter(tokenType)) ||
      this.isPastBlock(opener)
    );
  }

  /** Here ends the block that `opener` opens, whether or not a `}` says so. */
  protected isBlockEnd(opener: Token | undefined): boolean {
    const { tokenType } = this.LA(1);
    return (
      this.isOptionsEnd(opener) ||
      (this.blockDepth > 0 && afterBlockWords.has(tokenType)) ||
      (tokenType === T.Comma &&
        (this.closesOuter(T.RightParen) || this.closesOuter(T.RightBracket)))
    );
  }

  /** The `{` of a block. What follows behind a missing one may still be the block: see `isBraceForgotten`. */
  protected openBrace(occurrence: number): Token | undefined {
    if (this.mayBe(T.LeftBrace)) {
      return this.consume(occurrence, T.LeftBrace);
    }
    this.structuralProblem(() => errors.reportExpected(this.sink, this.file, this.around(), "`{`"));
    return undefined;
  }

  /** A `{` is missing, but what follows is laid out as if it were there. */
  protected isBraceForgotten(): boolean {
    if (this.atEnd()) {
      return false;
    }
    return this.onSameLine()
      ? this.surplusBraces() < 0 && this.distanceTo(T.RightBrace) !== undefined
      : this.indentation(this.LA(1)) > this.indentation(this.LA(0));
  }

  /** Behind the `{` of an inner block stands a field of a record: the record's own braces were left out. */
  protected isRecordAsBlock(): boolean {
    if (!this.is(T.LeftBrace) || this.blockDepth === 0) {
      return false;
    }
    if (!this.isAt(2, T.Word)) {
      return this.isAt(2, T.Ellipsis);
    }
    return this.isAt(3, T.Comma) || (this.isAt(3, T.Colon) && !this.#isAnnotated(3));
  }

  /** A `=` follows the colon at `ahead` on its line, before the next field or the end. */
  #isAnnotated(ahead: number): boolean {
    for (let at = ahead + 1; !this.atEnd(at) && this.onSameLine(at); at++) {
      const { tokenType } = this.LA(at);
      if (tokenType === T.Equals) {
        return true;
      }
      if (tokenType === T.Comma || tokenType === T.RightBrace) {
        return false;
      }
    }
    return false;
  }
}
