/** What the parser has to say, in the words of the language. */
import type { TokenType } from "chevrotain";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { editDistance } from "../diagnostics/edit-distance.ts";
import { report } from "../diagnostics/report.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import type { BindTarget, IndexRange, Item, Param, StringExpr } from "./ast.ts";
import { crowdedHint, declarationHint, expectedHint } from "./habits.ts";
import { isOpener } from "./token-sets.ts";
import { reservedWords, T, type Token, tokenSpan } from "./tokens.ts";
import { findSuspectBrace } from "./unclosed-brace.ts";

/** The tokens around the place of a mistake. */
export interface Around {
  readonly previous: Token;
  readonly next: Token;
  readonly afterNext: Token;
  /** `next` is on the line on which `previous` ends. */
  readonly isOnSameLine: boolean;
}

type Sink = Diagnostic[];

/** After these the parser lacks what was meant, so that what it would say next is no mistake of its own. */
const lexicalCodes: ReadonlySet<string> = new Set(["FLOW1001", "FLOW1002", "FLOW1005"]);

export function findLexicalMistakes(found: readonly Diagnostic[]): readonly number[] {
  return found
    .filter(({ code }) => lexicalCodes.has(code))
    .map(({ primary }) => primary.span.start);
}

export function reportExpected(
  sink: Sink,
  file: SourceFile,
  around: Around,
  expected: string,
  hint?: string,
): void {
  const details = { hint: hint ?? expectedHint(around, expected) };
  report(sink, "FLOW1012", placeOf(file, around), { expected, found: foundAt(around) }, details);
}

/** A sign was left out between two tokens that can have no other there. */
export function reportMissingSign(
  sink: Sink,
  file: SourceFile,
  around: Around,
  type: TokenType,
): void {
  const sign = textOf(type);
  const end = endOf(around.previous);
  const edits = [{ span: { file: file.path, start: end, end }, newText: ` ${sign}` }];
  const fixes: readonly Fix[] = [{ title: `Insert \`${sign}\``, applicability: "safe", edits }];
  const args = { expected: type.LABEL ?? sign, found: foundAt(around) };
  report(sink, "FLOW1012", placeOf(file, around), args, { fixes });
}

/** A list or block that goes on differently than it can. */
export function reportExpectedIn(
  sink: Sink,
  file: SourceFile,
  around: Around,
  opener: Token | undefined,
  type: TokenType,
): void {
  const closer = type.LABEL ?? "";
  const isList = opener?.tokenType !== T.HoleStart && around.next.tokenType !== T.Comma;
  const expected = isList ? `\`,\` or ${closer}` : closer;
  const secondary =
    opener === undefined ? [] : [{ span: tokenSpan(file, opener), text: "opened here" }];
  const found = foundAt(around);
  const details = { secondary, hint: expectedHint(around, expected) };
  report(sink, "FLOW1012", placeOf(file, around), { expected, found }, details);
}

export function reportUnclosed(
  sink: Sink,
  file: SourceFile,
  around: Around,
  opener: Token | undefined,
  tokens: readonly Token[],
  type: TokenType,
): void {
  const bracket = textOf(type);
  const end = endOf(around.previous);
  const secondary =
    opener === undefined ? [] : [{ span: tokenSpan(file, opener), text: "opened here" }];
  const suspect =
    opener?.tokenType === T.LeftBrace ? findSuspectBrace(file, tokens, opener) : undefined;
  if (suspect !== undefined) {
    secondary.push({
      span: tokenSpan(file, suspect),
      text: "perhaps this one: the indentation of its `}` differs",
    });
  }
  const at = { file: file.path, start: end, end };
  report(
    sink,
    "FLOW1013",
    at,
    { bracket },
    {
      label: "expected here",
      secondary,
      fixes:
        suspect === undefined
          ? [
              {
                title: `Insert \`${bracket}\``,
                applicability: "suggested",
                edits: [{ span: at, newText: bracket }],
              },
            ]
          : [],
    },
  );
}

export function reportDepth(sink: Sink, file: SourceFile, around: Around, limit: number): void {
  const hint = "Bind a part of it to a name.";
  report(sink, "FLOW1023", placeOf(file, around), { limit }, { hint });
}

export function reportReserved(sink: Sink, file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  const newText = `${token.image}_`;
  report(
    sink,
    "FLOW1015",
    span,
    { word: token.image },
    {
      hint: "Fields, parameters of functions, arguments and options may be called so, other names not.",
      fixes: [
        {
          title: `Rename to \`${newText}\``,
          applicability: "suggested",
          edits: [{ span, newText }],
        },
      ],
    },
  );
}

export function checkParamNames(sink: Sink, params: readonly Param[]): void {
  const reserved = new Set(reservedWords.map((type) => type.PATTERN));
  for (const { name } of params) {
    if (reserved.has(name.name)) {
      const newText = `${name.name}_`;
      report(
        sink,
        "FLOW1015",
        name.span,
        { word: name.name },
        {
          hint: "A parameter of a workflow is a name of its body.",
          fixes: [
            {
              title: `Rename to \`${newText}\``,
              applicability: "suggested",
              edits: [{ span: name.span, newText }],
            },
          ],
        },
      );
    }
  }
}

export function checkNoHoles(sink: Sink, string: StringExpr): void {
  const hole = string.parts.find((part) => part.kind === "StringHole");
  if (hole !== undefined) {
    report(sink, "FLOW1026", hole.span, {});
  }
}

export function checkRanges(sink: Sink, target: BindTarget, ranges: readonly IndexRange[]): void {
  const [first] = ranges;
  if (first !== undefined && target.kind !== "IndexedTarget" && target.kind !== "InvalidTarget") {
    const hint = "Index the left side, `C[i, j] = ...`, or put the `where` into a `for`.";
    report(sink, "FLOW1028", first.span, {}, { hint });
  }
}

export function reportNoDeclaration(sink: Sink, file: SourceFile, around: Around): void {
  if (isStray(around.next)) {
    reportStray(sink, file, around.next);
    return;
  }
  const isItem = around.afterNext.tokenType === T.Equals;
  report(
    sink,
    "FLOW1024",
    tokenSpan(file, around.next),
    { found: nameOf(around.next) },
    { hint: isItem ? "Steps stand in the body of a workflow." : declarationHint(around.next) },
  );
}

export function reportMisspelt(sink: Sink, file: SourceFile, token: Token, meant: TokenType): void {
  const span = tokenSpan(file, token);
  const word = textOf(meant);
  const fixes: readonly Fix[] = [
    { title: `Write \`${word}\``, applicability: "safe", edits: [{ span, newText: word }] },
  ];
  const hint = `Did you mean \`${word}\`?`;
  report(sink, "FLOW1025", span, { word: token.image }, { hint, fixes });
}

/** The one of `words` that `text` is nearly; undefined where none comes near. */
export function findNearWord(text: string, words: ReadonlySet<TokenType>): TokenType | undefined {
  const limit = text.length <= 2 ? 0 : text.length <= 4 ? 1 : 2;
  let best: TokenType | undefined;
  let bestDistance = limit + 1;
  for (const word of words) {
    const distance = editDistance(text, textOf(word), limit);
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** `=` for `:`, `:` for `=` or `->`. */
export function reportSign(sink: Sink, file: SourceFile, token: Token, meant: TokenType): void {
  const span = tokenSpan(file, token);
  const expected = textOf(meant);
  const fixes: readonly Fix[] = [
    { title: `Write \`${expected}\``, applicability: "safe", edits: [{ span, newText: expected }] },
  ];
  report(sink, "FLOW1027", span, { expected, found: token.image }, { fixes });
}

export function reportAnnotation(sink: Sink, file: SourceFile, colon: Token, equals: Token): void {
  const span = { ...tokenSpan(file, colon), end: equals.startOffset };
  report(
    sink,
    "FLOW1033",
    { ...span, end: file.text.slice(span.start, span.end).trimEnd().length + span.start },
    {},
    {
      hint: "Types are written in signatures; inside a workflow they are inferred.",
      fixes: [
        { title: "Remove the type", applicability: "suggested", edits: [{ span, newText: " " }] },
      ],
    },
  );
}

export function reportComparison(sink: Sink, file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  const fixes: readonly Fix[] = [
    { title: "Write `==`", applicability: "safe", edits: [{ span, newText: "==" }] },
  ];
  report(sink, "FLOW1016", span, {}, { hint: "Compare with `==`.", fixes });
}

export function reportOptionSign(sink: Sink, file: SourceFile, name: Token, sign: Token): void {
  const span = tokenSpan(file, sign);
  const fixes: readonly Fix[] = [
    { title: `Remove \`${sign.image}\``, applicability: "safe", edits: [{ span, newText: "" }] },
  ];
  report(sink, "FLOW1034", span, { option: name.image, sign: sign.image }, { fixes });
}

export function reportElseIf(sink: Sink, file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  const fixes: readonly Fix[] = [
    { title: "Write `else if`", applicability: "safe", edits: [{ span, newText: "else if" }] },
  ];
  report(sink, "FLOW1032", span, { found: token.image }, { fixes });
}

export function reportPercent(sink: Sink, file: SourceFile, token: Token): void {
  const hint = "Write a share as a number, such as `0.01`.";
  report(sink, "FLOW1030", tokenSpan(file, token), {}, { hint });
}

/** `span`: how far the step goes, or goes at most, where `shorter` says of a sign in it that it may be none of its. */
export function reportNakedStep(
  sink: Sink,
  token: Token,
  span: Span,
  shorter: { readonly sign: string; readonly span: Span } | undefined,
): void {
  const parenthesize = (title: string, around: Span): Fix => ({
    title,
    applicability: shorter === undefined ? "safe" : "suggested",
    edits: [
      { span: { ...around, end: around.start }, newText: "(" },
      { span: { ...around, start: around.end }, newText: ")" },
    ],
  });
  report(
    sink,
    "FLOW1035",
    { ...span, end: span.start + token.image.length },
    { step: token.image },
    {
      hint: `Write \`(${token.image} ...)\`, or bind the step to a name first.`,
      fixes: [
        parenthesize("Put the step in parentheses", span),
        ...(shorter === undefined
          ? []
          : [parenthesize(`Put the step in parentheses, up to \`${shorter.sign}\``, shorter.span)]),
      ],
    },
  );
}

export function reportRecordAsBlock(sink: Sink, file: SourceFile, brace: Token): void {
  report(
    sink,
    "FLOW1036",
    tokenSpan(file, brace),
    {},
    {
      hint: "Write `{ { a: 1, b: 2 } }`: the outer braces are the block's, the inner the record's.",
    },
  );
}

const bindingWords: ReadonlySet<string> = new Set(["let", "const", "var", "val"]);

/** `let` and its like, read as an item of their own. */
export function isBindingWord(item: Item): boolean {
  return (
    item.kind === "ResultItem" &&
    item.step.body.kind === "NameExpr" &&
    bindingWords.has(item.step.body.name)
  );
}

export function reportBindingWord(sink: Sink, item: Item, next: Token): void {
  const name =
    item.kind === "ResultItem" && item.step.body.kind === "NameExpr" ? item.step.body.name : "";
  const edits = [{ span: { ...item.span, end: next.startOffset }, newText: "" }];
  const fixes: readonly Fix[] = [{ title: `Remove \`${name}\``, applicability: "safe", edits }];
  report(sink, "FLOW1031", item.span, { word: name }, { fixes });
}

/** Two items on one line. */
export function reportCrowded(sink: Sink, file: SourceFile, around: Around): void {
  const span = tokenSpan(file, around.next);
  const hint =
    crowdedHint(around) ??
    (around.previous.tokenType === T.Name
      ? "Every step begins on a line of its own; a call is written `f(x)`."
      : "Every step begins on a line of its own.");
  report(sink, "FLOW1018", span, { found: nameOf(around.next) }, { hint });
}

/** What stands behind an item and can neither go on with it nor begin another. */
export function reportAfterItem(sink: Sink, file: SourceFile, around: Around): void {
  if (isStray(around.next)) {
    reportStray(sink, file, around.next);
  } else {
    reportExpected(sink, file, around, "a line end");
  }
}

// ---------------------------------------------------------------- words

function isStray(token: Token): boolean {
  return (
    token.tokenType === T.RightParen ||
    token.tokenType === T.RightBracket ||
    token.tokenType === T.RightBrace
  );
}

function reportStray(sink: Sink, file: SourceFile, token: Token): void {
  report(sink, "FLOW1014", tokenSpan(file, token), { bracket: token.image });
}

function nameOf(token: Token): string {
  if (token.startOffset < 0) {
    return "the end of the file";
  }
  switch (token.tokenType) {
    case T.String:
    case T.StringStart:
      return "a string";
    default:
      return `\`${token.image}\``;
  }
}

/** What stands in the way, as it is called in messages. */
function foundAt(around: Around): string {
  return isLineEnd(around) ? "a line end" : nameOf(around.next);
}

/** The token that is wrong; the end of the last one where nothing follows it on its line. */
function placeOf(file: SourceFile, around: Around): Span {
  if (around.next.startOffset >= 0 && !isLineEnd(around)) {
    return tokenSpan(file, around.next);
  }
  const end = endOf(around.previous);
  return { file: file.path, start: end, end };
}

/** Something is missing at the end of a line; behind an opening bracket or a comma, what follows is wrong instead. */
function isLineEnd({ previous, next, isOnSameLine }: Around): boolean {
  return (
    next.startOffset >= 0 &&
    !isOnSameLine &&
    previous.startOffset >= 0 &&
    previous.tokenType !== T.Comma &&
    !isOpener(previous.tokenType)
  );
}

function endOf(token: Token): number {
  return token.startOffset < 0 ? 0 : token.startOffset + token.image.length;
}

function textOf(type: TokenType): string {
  return typeof type.PATTERN === "string" ? type.PATTERN : type.name;
}
