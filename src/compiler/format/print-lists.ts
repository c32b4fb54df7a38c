/**
 * What stands between brackets with commas. On one line if it fits and the author has not put the first element on a
 * line of its own; else one element a line, each with a comma.
 */

import type { Cursor } from "./cursor.ts";
import {
  blankLine,
  braces,
  comma,
  commaIfBroken,
  concat,
  type Doc,
  group,
  hardLine,
  indent,
  line,
  lineOrBlank,
  nothing,
  softLine,
} from "./doc.ts";
import type { Printer } from "./printer.ts";

export interface ListStyle {
  readonly open: string;
  readonly close: string;
  /** Blanks inside the brackets. */
  readonly isSpaced: boolean;
  /** A sole element of this kind stands against the brackets: `f({`. */
  readonly hugs?: boolean;
  /** It may be broken where what is around it is on one line. */
  readonly isBraces?: boolean;
}

export const parentheses: ListStyle = { open: "(", close: ")", isSpaced: false };
export const brackets: ListStyle = { open: "[", close: "]", isSpaced: false };
export const angles: ListStyle = { open: "<", close: ">", isSpaced: false };
export const curlies: ListStyle = { open: "{", close: "}", isSpaced: true };

export function printList<T>(
  { cursor }: Pick<Printer, "cursor">,
  style: ListStyle,
  elements: readonly T[],
  print: (element: T) => Doc,
  /** What follows; the list is broken where both do not fit. */
  printSuffix: () => Doc = () => nothing,
): Doc {
  const open = cursor.take(style.open);
  const [first] = elements;
  if (first === undefined) {
    return concat([open, printNothing(cursor, style.close), printSuffix()]);
  }
  if (elements.length === 1 && style.hugs === true) {
    return concat([open, print(first), cursor.take(style.close)]);
  }
  const edge = style.isSpaced ? line : softLine;
  const isBroken = cursor.startsLine();
  const inner: Doc[] = [isBroken ? hardLine : edge];
  for (const [index, element] of elements.entries()) {
    if (index > 0) {
      inner.push(cursor.isAfterBlank() ? lineOrBlank : line);
    }
    inner.push(cursor.comments(), print(element));
    inner.push(index < elements.length - 1 ? comma : commaIfBroken);
  }
  inner.push(printLastComments(cursor));
  const contents = concat([indent(concat(inner)), edge]);
  const close = cursor.take(style.close);
  return style.isBraces === true
    ? braces(open, contents, close, isBroken)
    : group(concat([open, contents, close, printSuffix()]));
}

/** An empty list from behind its opening bracket on. */
export function printNothing(cursor: Cursor, close: string): Doc {
  const comments = cursor.comments();
  const closing = cursor.take(close);
  return comments === nothing
    ? closing
    : concat([indent(concat([hardLine, comments])), hardLine, closing]);
}

/** The comments before a closing bracket that have lines of their own. */
export function printLastComments(cursor: Cursor): Doc {
  const isAfterBlank = cursor.isAfterBlank();
  const comments = cursor.comments();
  return isAfterBlank && comments !== nothing ? concat([blankLine, comments]) : comments;
}

/** One thing in parentheses. */
export function printEnclosed({ cursor }: Pick<Printer, "cursor">, print: () => Doc): Doc {
  const open = cursor.take("(");
  const comments = cursor.comments();
  const inner = print();
  const last = printLastComments(cursor);
  const lines = indent(concat([softLine, comments, inner, last]));
  return group(concat([open, lines, softLine, cursor.take(")")]));
}
