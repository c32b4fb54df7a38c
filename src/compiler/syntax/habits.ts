/** What people write who come from other languages, and how it is said here: hints for mistakes of the grammar. */
import type { TokenType } from "chevrotain";
import { T, type Token } from "./tokens.ts";

/** The tokens around a mistake, and what can stand there instead, as messages have it. */
interface Place {
  readonly previous: Token;
  readonly next: Token;
  readonly afterNext: Token;
}

const rounds = "Rounds are counted: `repeat s = init for n { ... } until c`.";
const chosen = "Elements are chosen with `for x in xs where c { x }`.";
const assigned =
  "Nothing is assigned again: add up with `fold sum over xs`, or carry a state through `repeat`.";

/** By the word where something else was expected. */
const insteadOf: Readonly<Record<string, string>> = {
  else: "`else` follows the `}` of its `if`, and both branches stand in braces.",
  then: "Branches stand in braces: `if c { a } else { b }`.",
  "?": "Choose with `if c { a } else { b }`.",
  for: "A list is made of another by `for x in xs { x * 2 }`.",
  if: "A condition of a loop follows `where`: `for x in xs where c { x }`.",
};

/** By the name before something that can only begin another step. */
const behindName: Readonly<Record<string, string>> = {
  await: "Nothing is awaited: a step waits for what it mentions.",
  filter: chosen,
  select: chosen,
  where: chosen,
  while: rounds,
  loop: rounds,
  lambda: "There are no functions in a workflow: write `for x in xs { x + 1 }`.",
};

/** By the first word of what is no declaration. */
const declarations: Readonly<Record<string, string>> = {
  ...sameFor(
    ["def", "fn", "fun", "func", "async"],
    [
      "A workflow is declared by `workflow main(n: int) -> T { ... }`, a function of a module by",
      '`function f(n: int) -> T from "./f.ts"`.',
    ],
  ),
  ...sameFor(
    ["class", "struct", "interface", "record", "enum"],
    ["A type is declared by `type Row = { id: int, name: string }`."],
  ),
  ...sameFor(
    ["import", "include", "require", "from"],
    ['What other files declare is used by `use { a, b } from "./other.flow"`.'],
  ),
  ...sameFor(
    ["rule", "process", "task", "job", "step"],
    ["Steps stand in the body of a workflow: `workflow main(xs: files) -> T { ... }`."],
  ),
  with: "Options of a declaration stand in braces, without `with`.",
};

/** Words that other languages begin with what is declared by another here. */
const declarationWord: ReadonlyMap<string, TokenType> = new Map([
  ["import", T.Use],
  ["interface", T.Type],
  ["struct", T.Type],
  ["record", T.Type],
]);

/** What a declaration begins with that `first` begins in another language, and `second` goes on with. */
export function meantDeclaration(first: Token, second: Token): TokenType | undefined {
  const meant = declarationWord.get(first.image);
  const { tokenType } = second;
  const goesOn = meant === T.Use ? tokenType === T.LeftBrace : tokenType === T.Name;
  return goesOn ? meant : undefined;
}

/** Words of other languages, that are no misspelt ones of this. */
export const isForeignWord = (word: string): boolean =>
  Object.hasOwn(behindName, word) || Object.hasOwn(declarations, word);

export const declarationHint = ({ image }: Token): string | undefined => own(declarations, image);

/** Where `next` stands in the place of `expected`. */
export function expectedHint(
  { previous, next, afterNext }: Place,
  expected: string,
): string | undefined {
  switch (next.tokenType) {
    case T.Equals:
      return isArithmetic(previous) ? assigned : undefined;
    case T.Star:
      return previous.tokenType === T.Star
        ? "There is no operator for powers: multiply, or use `exp` and `log`."
        : undefined;
    case T.LeftParen:
      return previous.tokenType === T.For
        ? "Loops are written without parentheses: `for x in xs { ... }`."
        : expected === "a name" && previous.image !== ""
          ? `The step is written without parentheses: \`${previous.image} f over xs\`.`
          : undefined;
    case T.Comma:
      return expected === "`)`" ? "There are no tuples: a record is `{ a: x, b: y }`." : undefined;
    case T.String:
      return afterNext.tokenType === T.Colon
        ? "Fields are written without quotes: `a: 1`."
        : undefined;
    case T.By:
      return expected === "`in`" || expected === "a name"
        ? "The element has a name: `group x in xs by key { ... }`."
        : undefined;
    default:
      if (expected === "`:`") {
        return "A parameter has a type: `n: int`.";
      }
      return expected === "`over`"
        ? `The step says over what it goes: \`map f over xs\`.`
        : own(insteadOf, next.image);
  }
}

/** Where `next` begins what can only be a step of its own, on the line of `previous`. */
export function crowdedHint({ previous, next }: Place): string | undefined {
  if (next.tokenType === T.LeftBrace) {
    return "Options follow `with`: `map f over xs with { batch 16 }`.";
  }
  if (previous.tokenType !== T.Name) {
    return undefined;
  }
  const isString = next.tokenType === T.String || next.tokenType === T.StringStart;
  if (isString && next.startOffset === previous.startOffset + previous.image.length) {
    return 'Every string may have holes, and none has a prefix: `"hello ${name}"`.';
  }
  if (next.image === "is") {
    return "Compare with `==` and `!=`: `x != null`.";
  }
  return own(behindName, previous.image);
}

function isArithmetic({ tokenType }: Token): boolean {
  return (
    tokenType === T.Plus || tokenType === T.Minus || tokenType === T.Star || tokenType === T.Slash
  );
}

function own(hints: Readonly<Record<string, string>>, word: string): string | undefined {
  return Object.hasOwn(hints, word) ? hints[word] : undefined;
}

function sameFor(
  words: readonly string[],
  hint: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, hint.join(" ")]));
}
