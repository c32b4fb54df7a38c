/** Reports what is wrong with single tokens and turns each into what was meant, so that the parser can go on. */
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/report.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";
import { isUnit, readInt, readQuantity } from "./literals.ts";
import { findBadEscapes } from "./string-text.ts";
import { comments, mistakes, retype, T, type Token, tokenSpan } from "./tokens.ts";

export function reportUnknown(
  sink: Diagnostic[],
  file: SourceFile,
  start: number,
  end: number,
): void {
  const text = file.text.slice(start, end);
  const shown = /^[!-~\u00A1-\uD7FF]+$/.test(text) ? text : codePoints(text);
  report(sink, "FLOW1001", { file: file.path, start, end }, { text: shown });
}

function codePoints(text: string): string {
  const [first = ""] = text;
  return `U+${(first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export function checkText(sink: Diagnostic[], file: SourceFile, token: Token): void {
  for (const bad of findBadEscapes(token.image)) {
    const start = token.startOffset + bad.start;
    const span = { file: file.path, start, end: start + bad.image.length };
    report(
      sink,
      "FLOW1004",
      span,
      { escape: bad.image },
      { hint: 'Write `\\\\` for a backslash; the escapes are `\\n \\t \\" \\\\ \\$ \\u{1F600}`.' },
    );
  }
}

const digitsOnly = /^[0-9]+$/;
const decimal = /^[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)/;

export function checkNumber(sink: Diagnostic[], file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  if (token.tokenType === T.Unit) {
    checkUnit(sink, span, token.image);
  } else if (token.tokenType === T.Int) {
    if (!digitsOnly.test(token.image)) {
      reportLetters(sink, span, token.image, /^[0-9]+/);
    } else if (Number.isNaN(readInt(token.image))) {
      report(sink, "FLOW1009", span, { kind: "int" });
    }
  } else if (decimal.exec(token.image)?.[0] !== token.image) {
    reportLetters(sink, span, token.image, decimal);
  } else if (!Number.isFinite(Number.parseFloat(token.image))) {
    report(sink, "FLOW1009", span, { kind: "float" });
  }
}

function checkUnit(sink: Diagnostic[], span: Span, image: string): void {
  const { unit, meant, unitStart } = readQuantity(image);
  if (!isUnit(unit)) {
    const at = { ...span, start: span.start + unitStart };
    const fixes: Fix[] =
      meant === undefined
        ? []
        : [
            {
              title: `Write \`${meant}\``,
              applicability: "safe",
              edits: [{ span: at, newText: meant }],
            },
          ];
    const hint =
      meant === undefined
        ? "Durations are written in `ms`, `s`, `min` or `h`, sizes in `B`, `KB`, `MB`, `GB` or `TB`."
        : `Write \`${meant}\`.`;
    report(sink, "FLOW1008", at, { unit }, { hint, fixes });
  }
}

function reportLetters(sink: Diagnostic[], span: Span, image: string, number: RegExp): void {
  const digits = number.exec(image)?.[0] ?? "";
  const rest = image.slice(digits.length);
  const plain = image.replaceAll("_", "");
  const grouped = digitsOnly.test(plain);
  report(
    sink,
    "FLOW1007",
    span,
    { number: digits, letters: rest },
    grouped
      ? {
          hint: "Digits are written without separators.",
          fixes: [
            {
              title: `Write \`${plain}\``,
              applicability: "safe",
              edits: [{ span, newText: plain }],
            },
          ],
        }
      : {},
  );
}

/** The tokens that other languages write where this one writes another. */
const meantInstead = new Map([
  [mistakes.StrictEqual, T.EqualEqual],
  [mistakes.StrictUnequal, T.BangEqual],
  [mistakes.FatArrow, T.Arrow],
  [mistakes.ColonEquals, T.Equals],
  [mistakes.AndAnd, T.And],
  [mistakes.OrOr, T.Or],
  [mistakes.Bang, T.Not],
]);

/** `isBeforeField`: a field with its colon follows. */
export function checkMistake(
  sink: Diagnostic[],
  file: SourceFile,
  token: Token,
  isBeforeField: boolean,
): void {
  const span = tokenSpan(file, token);
  const meant = meantInstead.get(token.tokenType);
  if (meant !== undefined) {
    const expected = meant.LABEL?.replaceAll("`", "") ?? "";
    const next = file.text.charAt(span.end);
    const newText = /^[a-z]+$/.test(expected) && /[^\s]/.test(next) ? `${expected} ` : expected;
    report(
      sink,
      "FLOW1010",
      span,
      { expected, found: token.image },
      {
        fixes: [
          { title: `Write \`${expected}\``, applicability: "safe", edits: [{ span, newText }] },
        ],
      },
    );
    retype(token, meant);
  } else if (token.tokenType === mistakes.Semicolon && isBeforeField) {
    const fixes: readonly Fix[] = [
      { title: "Write `,`", applicability: "safe", edits: [{ span, newText: "," }] },
    ];
    report(sink, "FLOW1011", span, {}, { fixes });
    retype(token, T.Comma);
  } else if (token.tokenType === mistakes.Semicolon) {
    const fixes: readonly Fix[] = [
      { title: "Remove the semicolon", applicability: "safe", edits: [{ span, newText: "" }] },
    ];
    report(sink, "FLOW1011", span, {}, { fixes });
  } else if (token.tokenType === mistakes.OtherQuotes) {
    const content = token.image.slice(1, -1);
    const newText = inDoubleQuotes(content, token.image.charAt(0));
    const fixes: readonly Fix[] = [
      { title: "Use double quotes", applicability: "safe", edits: [{ span, newText }] },
    ];
    report(sink, "FLOW1003", span, { quote: token.image.charAt(0) }, { fixes });
    token.payload = content;
    retype(token, T.String);
  } else {
    reportUnclosedString(sink, file, token);
    token.payload = token.image.slice(1);
    retype(token, T.String);
  }
}

/** Quotes of the other kind need no escape any more, those of this kind need one; `'${x}'` has no hole where it is valid. */
function inDoubleQuotes(content: string, quote: string): string {
  const escaped = content.replaceAll(/\\(['`])/g, "$1").replaceAll(/(?<!\\)"/g, '\\"');
  return `"${quote === "'" ? escaped.replaceAll(/(?<!\\)\$\{/g, "\\${") : escaped}"`;
}

function reportUnclosedString(sink: Diagnostic[], file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  const end = { file: file.path, start: span.end, end: span.end };
  report(
    sink,
    "FLOW1002",
    { ...span, end: span.start + 1 },
    {},
    {
      label: "opened here",
      hint: "A string, with all it holds, ends on its line.",
      fixes: [
        {
          title: "Close the string",
          applicability: "suggested",
          edits: [{ span: end, newText: '"' }],
        },
      ],
    },
  );
}

export function checkComment(sink: Diagnostic[], file: SourceFile, token: Token): void {
  const span = tokenSpan(file, token);
  if (token.tokenType === comments.HashComment) {
    const sign = { ...span, end: span.start + 1 };
    const fixes: readonly Fix[] = [
      { title: "Write `//`", applicability: "safe", edits: [{ span: sign, newText: "//" }] },
    ];
    report(sink, "FLOW1006", sign, {}, { fixes });
  } else if (token.tokenType === comments.BlockComment && !isClosed(token.image)) {
    report(sink, "FLOW1005", { ...span, end: span.start + 2 }, {}, { label: "opened here" });
  }
}

function isClosed(image: string): boolean {
  return image.length >= 4 && image.endsWith("*/");
}
