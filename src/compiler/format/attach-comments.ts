/**
 * Which token a comment belongs to. A comment behind a token on its line belongs to that token; any other to the token
 * that follows. Commas are printed anew where lists need them, so they have no part in this: a comment may have one
 * before it that belongs to the list. `///` documents what follows, so it always goes there.
 */
import type { Comment } from "../syntax/tokenize.ts";

export interface Lexeme {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface CommentBefore {
  readonly text: string;
  /** A line end follows. */
  readonly endsLine: boolean;
  /** An empty line follows. */
  readonly blankAfter: boolean;
}

export interface CommentAfter {
  readonly text: string;
  /** Nothing but commas may follow on the line. */
  readonly endsLine: boolean;
  readonly isBlock: boolean;
}

/** What stands between a token and the one before it. */
export interface Gap {
  /** Behind the token before. */
  readonly after: readonly CommentAfter[];
  readonly before: readonly CommentBefore[];
  /** The token is on a later line than the one before it. */
  readonly hasLineEnd: boolean;
  /** An empty line stands in front of the first of the comments of this token, or of the token itself. */
  readonly isBlank: boolean;
}

interface Found {
  readonly comment: Comment;
  readonly text: string;
  /** What is written between the token or comment before and this one. */
  readonly lead: string;
}

/**
 * The gaps that hold comments, by the index of the token behind the gap; that of the end of the text is the number of
 * tokens. `lexemes` has no commas.
 */
export function attachComments(
  source: string,
  lexemes: readonly Lexeme[],
  comments: readonly Comment[],
): ReadonlyMap<number, Gap> {
  const gaps = new Map<number, Gap>();
  let index = 0;
  for (let next = 0; next < comments.length; ) {
    const firstStart = comments[next]?.span.start ?? 0;
    while ((lexemes[index]?.start ?? source.length) < firstStart) {
      index++;
    }
    const gapEnd = lexemes[index]?.start ?? source.length;
    const found: Found[] = [];
    let at = lexemes[index - 1]?.end ?? 0;
    for (let comment = comments[next]; comment !== undefined && comment.span.start < gapEnd; ) {
      const { start, end } = comment.span;
      found.push({ comment, text: tidy(source.slice(start, end)), lead: source.slice(at, start) });
      at = end;
      next++;
      comment = comments[next];
    }
    // The text ends with a line end, whether it is written or not.
    const tail = source.slice(at, gapEnd) + (index === lexemes.length ? "\n" : "");
    gaps.set(index, divide(found, tail, lexemes[index - 1], lexemes[index]));
  }
  return gaps;
}

/** Without blanks at line ends; if all lines but the first begin with `*`, with one blank before it. */
function tidy(comment: string): string {
  const [first = "", ...others] = comment.split("\n").map((line) => line.trimEnd());
  const isAligned = others.every((line) => line.trimStart().startsWith("*"));
  return [first, ...(isAligned ? others.map((line) => ` ${line.trimStart()}`) : others)].join("\n");
}

function divide(
  found: readonly Found[],
  tail: string,
  previous: Lexeme | undefined,
  next: Lexeme | undefined,
): Gap {
  const leads = [...found.map(({ lead }) => lead), tail];
  const count = previous === undefined ? 0 : countBehind(found, leads, previous, next);
  const hasLineEnd = leads.some((lead) => lead.includes("\n"));
  const hasComma = leads.some((lead) => lead.includes(","));
  const after = found.slice(0, count).map((comment, index) => ({
    text: comment.text,
    // The comma will follow on the line.
    endsLine: endsLine(comment, hasComma ? "" : (leads[index + 1] ?? "")),
    isBlock: comment.comment.kind === "BlockComment",
  }));
  const before = found.slice(count).map((comment, index) => {
    const lead = leads[count + index + 1] ?? "";
    // A closing bracket ends the line of comments that have begun one.
    const hasLines = hasLineEnd || comment.text.includes("\n");
    const isLast = count + index === found.length - 1 && hasLines && isCloser(next?.text);
    return {
      text: comment.text,
      endsLine: isLast || endsLine(comment, lead),
      blankAfter: isBlank(lead),
    };
  });
  return { after, before, hasLineEnd, isBlank: isBlank(leads[count] ?? "") };
}

/** How many of the comments belong to the token before them. `leads[i]` stands before the comment `i`. */
function countBehind(
  found: readonly Found[],
  leads: readonly string[],
  previous: Lexeme,
  next: Lexeme | undefined,
): number {
  if (leads[0]?.includes("\n")) {
    return 0;
  }
  const documented = found.findIndex(({ comment }) => comment.kind === "DocComment");
  const most = documented === -1 ? found.length : documented;
  const last = found.findIndex((comment, index) => endsLine(comment, leads[index + 1] ?? ""));
  if (last !== -1) {
    const isBehind = !isOpener(previous.text) || found[last]?.comment.kind === "LineComment";
    return isBehind ? Math.min(most, last + 1) : 0;
  }
  if (isOpener(previous.text)) {
    return 0;
  }
  if (isCloser(next?.text)) {
    return most;
  }
  // All on one line with the tokens around them: those before a comma belong to what is before it.
  return Math.min(
    most,
    Math.max(
      0,
      leads.findIndex((lead) => lead.includes(",")),
    ),
  );
}

function endsLine({ comment }: Found, lead: string): boolean {
  return comment.kind !== "BlockComment" || lead.includes("\n");
}

/** Whether the blanks between two things hold an empty line. */
export function isBlank(between: string): boolean {
  const first = between.indexOf("\n");
  return first !== -1 && between.includes("\n", first + 1);
}

function isOpener(text: string): boolean {
  return text === "(" || text === "[" || text === "{" || text === "<";
}

function isCloser(text: string | undefined): boolean {
  return text === ")" || text === "]" || text === "}" || text === ">";
}
