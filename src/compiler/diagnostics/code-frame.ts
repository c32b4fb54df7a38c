/**
 * The lines of one file that labels are about, with marks under them. A frame is lines of styled pieces, so that the
 * same layout serves terminals with and without colour.
 */

import { type DisplayLine, displayLine } from "../../shared/display-text.ts";
import { lineText, type SourceFile } from "../source/source-file.ts";
import type { StyledLine } from "./canvas.ts";
import { drawMarks, drawSource } from "./frame-lines.ts";
import { type FrameLabel, findMarks, type Mark, placeLabel } from "./frame-marks.ts";

export interface FrameLine {
  /** Undefined for a line of marks. */
  readonly number: number | undefined;
  /** Whether lines of the file were left out before this one. */
  readonly gap: boolean;
  readonly content: StyledLine;
}

/** `labels` are all about `file`. `width` is how many columns the frame has. */
export function layOutFrame(
  file: SourceFile,
  labels: readonly FrameLabel[],
  width: number,
): readonly FrameLine[] {
  const placed = labels.map((label) => placeLabel(file, label));
  const tall = placed
    .filter((label) => label.endLine > label.startLine)
    .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  const marked = new Set(placed.flatMap(({ startLine, endLine }) => [startLine, endLine]));
  const room = Math.max(width - 2 * tall.length, 1);
  const numbers = withShortGaps([...marked].sort((a, b) => a - b));
  return numbers.flatMap((number, index) => {
    const display = displayLine(lineText(file, number));
    const marks = findMarks(number, display, placed, tall);
    const view = { number, tall, from: windowStart(display, marks, room), width: room };
    const gap = number > (numbers[index - 1] ?? number) + 1;
    const source: FrameLine = { number, gap, content: drawSource(view, display) };
    const under = drawMarks(view, marks).map(
      (content): FrameLine => ({ number: undefined, gap: false, content }),
    );
    return [source, ...under];
  });
}

/** One line left out would cost as much room as the sign for it, so it is shown. */
function withShortGaps(numbers: readonly number[]): readonly number[] {
  return numbers.flatMap((number, index) =>
    number - 2 === numbers[index - 1] ? [number - 1, number] : [number],
  );
}

/** First column shown of a line too long for `width`, so that the marks are in view with some text before them. */
function windowStart(display: DisplayLine, marks: readonly Mark[], width: number): number {
  const first = marks.find((mark) => mark.style === "primary") ?? marks[0];
  if (display.cells.length <= width || first === undefined || first.to <= width - width / 4) {
    return 0;
  }
  const from = Math.max(0, first.from - Math.floor(width / 3));
  // Not in the middle of a wide character.
  return display.cells[from] === "" ? from - 1 : from;
}
