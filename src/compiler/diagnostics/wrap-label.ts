import { displayLine } from "../../shared/display-text.ts";

/** Columns that a label is given at least, however far to the right its mark stands. */
const NARROWEST = 32;

/** A label's text as lines of at most `width` columns, broken between words, or within one that is wider. */
export function wrapLabel(text: string, width: number): readonly string[] {
  const room = Math.max(width, NARROWEST);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => pieces(part, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && columns(longer) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

export const columns = (text: string): number => displayLine(text).cells.length;

function pieces(word: string, room: number): readonly string[] {
  const { cells } = displayLine(word);
  const found: string[] = [];
  for (let from = 0; from < cells.length; from += room) {
    found.push(cells.slice(from, from + room).join(""));
  }
  return found.length === 0 ? [word] : found;
}
