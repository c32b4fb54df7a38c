/** Tokens with what may stand between them, and texts made of those. */
import type { Random } from "./random.ts";

export interface Piece {
  readonly text: string;
  /**
   * In front of it: anything; nothing that ends a line, because `(`, `[`, type suffixes and option values must follow on
   * the line; or something that ends one, because items and options without commas must not.
   */
  readonly gap: "any" | "same-line" | "new-line";
}

export interface Spacing {
  /** One gap in so many holds a comment; 0 for none. */
  readonly commentEvery: number;
  /** One gap in so many that may be left out or be a line end is; 0 for none: one blank everywhere. */
  readonly oddEvery: number;
  readonly lineEnd: "\n" | "\r\n";
}

/** The pieces with random blanks, line ends and comments between them, everywhere where those are legal. */
export function printPieces(pieces: readonly Piece[], random: Random, spacing: Spacing): string {
  let text = "";
  for (const piece of pieces) {
    text += printGap(text, piece, random, spacing) + piece.text;
  }
  return `${text}${printTail(random, spacing)}`;
}

function printGap(before: string, piece: Piece, random: Random, spacing: Spacing): string {
  const isOdd = spacing.oddEvery > 0 && random.once(spacing.oddEvery);
  const hasComment = spacing.commentEvery > 0 && random.once(spacing.commentEvery);
  const { lineEnd } = spacing;
  if (piece.gap === "new-line") {
    const indentation = " ".repeat(isOdd ? random.int(9) : 2);
    const comment = hasComment ? printComment(random, lineEnd) : "";
    return `${comment}${lineEnd}${isOdd ? lineEnd.repeat(random.int(4)) : ""}${indentation}`;
  }
  if (hasComment) {
    // In front of a comma `///` would document nothing.
    const isPlain = piece.gap === "same-line" || piece.text === ",";
    return isPlain ? " /* same line */ " : printComment(random, lineEnd);
  }
  if (!isOdd) {
    return before === "" ? "" : " ";
  }
  if (piece.gap === "any" && random.once(2)) {
    return `${random.pick(["", "  ", "\t"])}${lineEnd.repeat(1 + random.int(3))}${" ".repeat(random.int(5))}`;
  }
  return mustPart(before, piece.text) ? "  " : "";
}

function printComment(random: Random, lineEnd: string): string {
  const id = random.int(1000);
  const gap = random.pick([" ", "  ", lineEnd, `${lineEnd}${lineEnd}  `]);
  return random.pick([
    ` // line ${id}  ${lineEnd}`,
    `${gap}// own ${id}${lineEnd}${gap}`,
    ` /* block ${id} */ `,
    `${gap}/* block ${id} */${gap}`,
    `${gap}/* two ${id}${lineEnd}     lines */ `,
    `${gap}/**${lineEnd} * star ${id}${lineEnd}      */${lineEnd}`,
    `${gap}/// doc ${id}${lineEnd}`,
    ` /* a ${id} */ /* b ${id} */ // c ${id}${lineEnd}`,
  ]);
}

function printTail(random: Random, { commentEvery, lineEnd }: Spacing): string {
  if (commentEvery === 0 || random.once(2)) {
    return random.pick(["", lineEnd, `${lineEnd}${lineEnd}`]);
  }
  return random.pick([
    " // end",
    `${lineEnd}/* end */`,
    `${lineEnd}${lineEnd}// end${lineEnd}`,
    " /* end */",
  ]);
}

/** Whether two tokens side by side could be read as others. */
function mustPart(before: string, text: string): boolean {
  const last = before.at(-1) ?? "";
  return (
    (isWord(last) && isWord(text)) ||
    (isOperator(last) && isOperator(text)) ||
    (/[0-9]/.test(last) && isOperator(text))
  );
}

function isWord(text: string): boolean {
  return /^[A-Za-z0-9_"]/.test(text);
}

function isOperator(text: string): boolean {
  return /^[-+*/%<>=!?.|:]/.test(text);
}
