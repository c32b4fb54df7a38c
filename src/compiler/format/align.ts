/**
 * Lines up the cells of adjacent rows and the comments at the ends of adjacent lines, after the columns of gofmt's
 * text/tabwriter: layout is settled before, so that no line is ever broken because of a column.
 */
import { maxWidth } from "./layout.ts";
import type { OutputLine } from "./page.ts";

const remarkGap = 2;
/** Comments of neighbours further apart than this keep their own column. */
const maxRemarkShift = 40;

/** The finished text of the lines. */
export function align(lines: readonly OutputLine[]): string {
  const drafts = lines.map((line) => ({ ...line, cells: [...line.cells] }));
  const mostCells = drafts.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (let column = 0; column < mostCells; column++) {
    for (const run of findRuns(drafts, (before, line) => shareColumn(before, line, column))) {
      alignCells(run, column);
    }
  }
  const remarkColumns = new Map<Draft, number>();
  for (const run of findRuns(drafts, shareRemarks)) {
    placeRemarks(run, remarkColumns);
  }
  return drafts.map((line) => printLine(line, remarkColumns.get(line))).join("");
}

type Draft = { -readonly [Field in keyof Omit<OutputLine, "cells">]: OutputLine[Field] } & {
  cells: OutputLine["cells"][number][];
};

/** The longest stretches of lines each of which belongs together with the one before; single lines are left out. */
function findRuns(
  lines: readonly Draft[],
  belong: (before: Draft, line: Draft) => boolean,
): readonly (readonly Draft[])[] {
  const runs: Draft[][] = [];
  let run: Draft[] = [];
  for (const line of lines) {
    const before = run.at(-1);
    if (before === undefined || !belong(before, line)) {
      run = [];
      runs.push(run);
    }
    run.push(line);
  }
  return runs.filter(({ length }) => length > 1);
}

function shareColumn(before: Draft, line: Draft, column: number): boolean {
  const name = line.cells[column]?.name;
  return (
    name !== undefined &&
    before.cells[column]?.name === name &&
    before.cells[0]?.name === line.cells[0]?.name &&
    before.indent === line.indent
  );
}

/** Moves the cells to the column that most of the lines reach without becoming too long; the others stay. */
function alignCells(run: readonly Draft[], column: number): void {
  const starts = run.map((line) => line.cells[column]?.at ?? 0);
  const room = run.map((line) => maxWidth - line.indent - line.text.length);
  let best = { target: 0, reached: 0 };
  for (const target of new Set(starts.toSorted((a, b) => a - b))) {
    const reached = starts.filter((at, index) => canReach(target, at, room[index] ?? 0)).length;
    if (reached >= best.reached) {
      best = { target, reached };
    }
  }
  for (const [index, line] of run.entries()) {
    const at = starts[index] ?? 0;
    if (canReach(best.target, at, room[index] ?? 0)) {
      pad(line, column, best.target - at);
    }
  }
}

function canReach(target: number, at: number, room: number): boolean {
  return at === target || (at < target && target - at <= room);
}

function pad(line: Draft, column: number, columns: number): void {
  const at = line.cells[column]?.at ?? 0;
  line.text = `${line.text.slice(0, at)}${" ".repeat(columns)}${line.text.slice(at)}`;
  line.cells = line.cells.map((cell, index) =>
    index < column ? cell : { ...cell, at: cell.at + columns },
  );
}

function shareRemarks(before: Draft, line: Draft): boolean {
  return hasShortRemark(before) && hasShortRemark(line) && before.indent === line.indent;
}

function hasShortRemark({ text, remark }: Draft): boolean {
  return remark !== undefined && !remark.includes("\n") && text !== "" && !text.includes("\n");
}

/** In stretches whose widths do not differ too much. */
function placeRemarks(run: readonly Draft[], columns: Map<Draft, number>): void {
  let start = 0;
  let narrowest = Number.POSITIVE_INFINITY;
  let widest = 0;
  const place = (end: number) => {
    for (const line of run.slice(start, end)) {
      columns.set(line, widest);
    }
  };
  for (const [index, { text }] of run.entries()) {
    const width = text.length;
    if (Math.max(widest, width) - Math.min(narrowest, width) > maxRemarkShift) {
      place(index);
      start = index;
      narrowest = width;
      widest = width;
    } else {
      narrowest = Math.min(narrowest, width);
      widest = Math.max(widest, width);
    }
  }
  place(run.length);
}

function printLine({ indent, text, remark }: Draft, remarkColumn: number | undefined): string {
  if (text === "" && remark === undefined) {
    return "\n";
  }
  const margin = " ".repeat(indent);
  if (remark === undefined) {
    return `${margin}${text}\n`;
  }
  const gap = " ".repeat(
    text === "" ? 0 : remarkGap + Math.max(0, (remarkColumn ?? 0) - text.length),
  );
  return `${margin}${text}${gap}${remark}\n`;
}
