/** Where the labels of one file stand: the lines and columns they cover. */

import { type DisplayLine, displayText } from "../../shared/display-text.ts";
import { lineText, positionAt, type SourceFile } from "../source/source-file.ts";
import type { FrameStyle } from "./canvas.ts";
import type { Label } from "./diagnostic.ts";

export interface FrameLabel extends Label {
  readonly primary: boolean;
}

/** A label with its lines (from 1) and its offsets within them (from 0). */
export interface PlacedLabel {
  readonly label: FrameLabel;
  readonly startLine: number;
  readonly startOffset: number;
  readonly endLine: number;
  readonly endOffset: number;
}

/** A label, or one end of a label of several lines, on the line it is drawn under. Columns are of the screen. */
export interface Mark {
  readonly style: FrameStyle;
  readonly sign: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Which of the labels of several lines this is an end of; undefined for a label of one line. */
  readonly bar: number | undefined;
}

export function placeLabel(file: SourceFile, label: FrameLabel): PlacedLabel {
  const start = Math.min(Math.max(label.span.start, 0), file.text.length);
  const end = Math.min(Math.max(label.span.end, start), file.text.length);
  const first = positionAt(file, start);
  let last = positionAt(file, end);
  // A span that ends at the start of a line, its line end included, ends where the line before does.
  if (last.line > first.line && last.column === 1) {
    last = { line: last.line - 1, column: lineText(file, last.line - 1).length + 1 };
  }
  return {
    label,
    startLine: first.line,
    startOffset: first.column - 1,
    endLine: last.line,
    endOffset: last.column - 1,
  };
}

/** The marks under one line, from left to right. `tall` are the labels of several lines. */
export function findMarks(
  number: number,
  display: DisplayLine,
  placed: readonly PlacedLabel[],
  tall: readonly PlacedLabel[],
): readonly Mark[] {
  return placed
    .flatMap((label): readonly Mark[] => {
      const start = columnOf(display, label.startOffset);
      const end = columnOf(display, label.endOffset);
      const text = displayText(label.label.text);
      const bar = tall.indexOf(label);
      if (bar === -1) {
        const isHere = label.startLine === number;
        return isHere ? [createMark(label, start, Math.max(end, start + 1), text, undefined)] : [];
      }
      if (label.startLine === number) {
        return [createMark(label, start, start + 1, "", bar)];
      }
      const last = Math.max(end - 1, 0);
      return label.endLine === number ? [createMark(label, last, last + 1, text, bar)] : [];
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

function createMark(
  { label: { primary } }: PlacedLabel,
  from: number,
  to: number,
  text: string,
  bar: number | undefined,
): Mark {
  const style = primary ? "primary" : "secondary";
  return { style, sign: primary ? "^" : "-", from, to, text, bar };
}

function columnOf(display: DisplayLine, offset: number): number {
  return display.columns[Math.min(offset, display.columns.length - 1)] ?? 0;
}
