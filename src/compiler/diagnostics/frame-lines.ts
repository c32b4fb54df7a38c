/** Draws one source line of a frame, and the lines of marks under it. */

import type { DisplayLine } from "../../shared/display-text.ts";
import { type Canvas, createCanvas, type StyledLine } from "./canvas.ts";
import type { Mark, PlacedLabel } from "./frame-marks.ts";
import { columns, wrapLabel } from "./wrap-label.ts";

/** The source line being drawn, and which of its columns are in view. */
export interface LineView {
  readonly number: number;
  /** Labels of several lines; each has two columns of the margin, for its bar. */
  readonly tall: readonly PlacedLabel[];
  readonly from: number;
  readonly width: number;
}

export function drawSource(view: LineView, display: DisplayLine): StyledLine {
  const canvas = createCanvas();
  drawBars(canvas, view, (label) => isInside(view, label));
  const cells = display.cells.slice(view.from, view.from + view.width);
  if (view.from > 0) {
    cells[0] = "…";
  }
  if (view.from + view.width < display.cells.length) {
    cells[cells.length - 1] = "…";
  }
  canvas.putCells(2 * view.tall.length, cells, "source");
  return canvas.finish();
}

/** First the labels of this line alone, then one line for each label that starts or ends here. */
export function drawMarks(view: LineView, marks: readonly Mark[]): readonly StyledLine[] {
  const flat = marks.filter(
    ({ bar, from, to }) => bar === undefined && to > view.from && from <= view.from + view.width,
  );
  return [...drawFlatMarks(view, flat), ...drawEnds(view, marks)];
}

function drawFlatMarks(view: LineView, marks: readonly Mark[]): readonly StyledLine[] {
  if (marks.length === 0) {
    return [];
  }
  const lines: StyledLine[] = [];
  const add = (draw: (canvas: Canvas) => void): void => {
    const canvas = createCanvas();
    drawBars(canvas, view, (label) => isInside(view, label));
    draw(canvas);
    lines.push(canvas.finish());
  };
  const beside = findMarkWithTextBeside(view, marks);
  add((canvas) => {
    // The primary mark is drawn last, over what it covers.
    for (const mark of marks.toSorted((a, b) => rank(a) - rank(b))) {
      const from = screenColumn(view, mark.from);
      const length = Math.max(screenColumn(view, mark.to) - from, 1);
      canvas.put(from, mark.sign.repeat(length), mark.style);
    }
    if (beside !== undefined) {
      const end = Math.max(...marks.map(({ to }) => screenColumn(view, to)));
      canvas.put(end + 1, beside.text, beside.style);
    }
  });
  const hanging = marks.filter((mark) => mark !== beside && mark.text !== "");
  if (hanging.length > 0) {
    add((canvas) => drawStems(canvas, view, hanging));
  }
  for (const [index, mark] of [...hanging.entries()].reverse()) {
    const stems = hanging.slice(0, index);
    const leftmost = stems.length === 0 ? 2 * view.tall.length : screenColumn(view, mark.from);
    for (const { at, text } of placeText(
      view,
      mark.text,
      screenColumn(view, mark.from),
      leftmost,
    )) {
      add((canvas) => {
        drawStems(canvas, view, stems);
        canvas.put(at, text, mark.style);
      });
    }
  }
  return lines;
}

function drawEnds(view: LineView, marks: readonly Mark[]): readonly StyledLine[] {
  const lines: StyledLine[] = [];
  const drawn = new Set<PlacedLabel>();
  for (const { bar, from, to, sign, style, text } of marks) {
    const label = bar === undefined ? undefined : view.tall[bar];
    if (bar === undefined || label === undefined) {
      continue;
    }
    const canvas = createCanvas();
    drawBars(canvas, view, (other) =>
      drawn.has(other) ? other.startLine === view.number : isInside(view, other),
    );
    const at = screenColumn(view, from);
    canvas.put(2 * bar + 1, "_".repeat(at - 2 * bar - 1), style);
    canvas.put(at, sign, style);
    const beside = screenColumn(view, to) + 1;
    const [first, ...others] = placeText(view, text, beside, beside);
    canvas.put(beside, first?.text ?? "", style);
    lines.push(canvas.finish());
    drawn.add(label);
    for (const { at: column, text: line } of others) {
      const below = createCanvas();
      drawBars(below, view, (other) => !drawn.has(other) && isInside(view, other));
      below.put(column, line, style);
      lines.push(below.finish());
    }
  }
  return lines;
}

/** Lines of a text that begins at `column`, or further left, but not left of `leftmost`, where it needs the room. */
function placeText(
  view: LineView,
  text: string,
  column: number,
  leftmost: number,
): readonly { readonly at: number; readonly text: string }[] {
  const end = 2 * view.tall.length + view.width;
  const at = Math.max(leftmost, Math.min(column, end - columns(text)));
  return wrapLabel(text, end - at).map((line) => ({ at, text: line }));
}

/**
 * The last mark, whose text fits on the line of marks unless another mark reaches into it. One too long for the line goes
 * below, where it may begin further left.
 */
function findMarkWithTextBeside(view: LineView, marks: readonly Mark[]): Mark | undefined {
  const last = marks.at(-1);
  if (
    last !== undefined &&
    last.text !== "" &&
    screenColumn(view, last.to) + 1 + columns(last.text) > 2 * view.tall.length + view.width
  ) {
    return undefined;
  }
  const isFree = marks.every(
    (mark) => mark === last || mark.text === "" || mark.to <= (last?.from ?? 0),
  );
  return isFree && last?.text !== "" ? last : undefined;
}

function drawStems(canvas: Canvas, view: LineView, marks: readonly Mark[]): void {
  for (const mark of marks) {
    canvas.put(screenColumn(view, mark.from), "|", mark.style);
  }
}

function drawBars(canvas: Canvas, view: LineView, isOpen: (label: PlacedLabel) => boolean): void {
  for (const [index, label] of view.tall.entries()) {
    if (isOpen(label)) {
      canvas.put(2 * index, "|", label.label.primary ? "primary" : "secondary");
    }
  }
}

/** Whether the bar of a label stands beside this line: it started on an earlier one. */
function isInside(view: LineView, label: PlacedLabel): boolean {
  return label.startLine < view.number && view.number <= label.endLine;
}

function rank(mark: Mark): number {
  return mark.style === "primary" ? 1 : 0;
}

function screenColumn(view: LineView, column: number): number {
  return 2 * view.tall.length + Math.min(Math.max(column - view.from, 0), view.width);
}
