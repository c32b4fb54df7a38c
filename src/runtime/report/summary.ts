/** The table after a run: where tasks, time, bytes and memory went, step by step. */

import { shortenMiddle } from "../../shared/shorten.ts";
import type { RunOutcome } from "../driver/run-plan.ts";
import { formatCount, formatDuration, formatSize } from "./format-quantity.ts";
import { skewNotes } from "./skew-note.ts";
import type { StepLabel } from "./step-labels.ts";
import type { StepTotals } from "./step-totals.ts";
import { textTable } from "./text-table.ts";

const HEADER = ["step", "tasks", "compute", "read+write", "in", "out", "peak", "wall"];

/** Names of steps are not cut to less. */
const SHORTEST_NAME = 16;

export interface TableLayout {
  readonly label: StepLabel;
  /** Says where an object of the store is, for a person. */
  readonly placeOf: (key: string) => string;
  /** Of the terminal: names of steps are shortened to it. Undefined where there is none. */
  readonly columns: number | undefined;
}

const plainLayout: TableLayout = {
  label: (step) => step,
  placeOf: (key) => key,
  columns: undefined,
};

/** The table and how the run ended. Ends with a line end. */
export function renderSummary(outcome: RunOutcome, layout: TableLayout = plainLayout): string {
  return `${renderStepTable(outcome.steps, layout)}${lastLine(outcome)}\n`;
}

/** Columns that say nothing in this run are notes below the table where they say something. Nothing for no steps. */
export function renderStepTable(
  steps: readonly StepTotals[],
  { label, placeOf, columns }: TableLayout,
): string {
  if (steps.length === 0) {
    return "";
  }
  const rows = steps.filter(({ attempts }) => attempts > 0).map((step) => row(step, label));
  const table = rows.length === 0 ? [] : fittedTable(rows, columns);
  const lines = [...table, ...steps.flatMap((step) => notes(step, placeOf))];
  return lines.map((line) => `${line}\n`).join("");
}

function fittedTable(
  rows: readonly (readonly string[])[],
  columns: number | undefined,
): readonly string[] {
  const table = textTable(HEADER, rows);
  const surplus = Math.max(...table.map((line) => line.length)) - (columns ?? Infinity);
  if (surplus <= 0) {
    return table;
  }
  const longest = Math.max(...rows.map(([name = ""]) => name.length));
  const width = Math.max(SHORTEST_NAME, longest - surplus);
  return textTable(
    HEADER,
    rows.map(([name = "", ...figures]) => [shortenMiddle(name, width), ...figures]),
  );
}

function row(step: StepTotals, label: StepLabel): readonly string[] {
  return [
    label(step.step),
    step.tasks < step.planned
      ? `${formatCount(step.tasks)} of ${formatCount(step.planned)}`
      : formatCount(step.tasks),
    formatDuration(step.computeMs),
    formatDuration(step.readMs + step.writeMs),
    formatSize(step.bytesIn),
    formatSize(step.bytesOut),
    step.peakMemory === 0 ? "" : formatSize(step.peakMemory),
    formatDuration(step.elapsedMs),
  ];
}

function notes(step: StepTotals, placeOf: (key: string) => string): readonly string[] {
  const kept = step.kept === null ? "" : `, kept in ${placeOf(step.kept)}`;
  const found = [
    step.takenOver > 0 ? `${counted(step.takenOver, "task")} taken over` : "",
    step.reused > 0 ? `${counted(step.reused, "task")} reused` : "",
    step.repaired > 0 ? `${counted(step.repaired, "task")} done again for lost objects` : "",
    step.failed > 0 ? `${counted(step.failed, "attempt")} failed` : "",
    step.leftBehind > 0 ? `${counted(step.leftBehind, "error")} left behind` : "",
    step.skipped > 0 ? `${counted(step.skipped, "element")} skipped${kept}` : "",
    step.replaced > 0 ? `${counted(step.replaced, "invalid UTF-8 sequence")} replaced` : "",
    ...Object.entries(step.counters).map(([name, count]) => `${name} ${formatCount(count)}`),
    step.printed > 0 ? `${counted(step.printed, "line")} printed` : "",
  ].filter((note) => note !== "");
  const skew = step.skew === undefined ? [] : skewNotes(step.step, step.skew);
  return found.length === 0 ? skew : [`${step.step}: ${found.join(", ")}`, ...skew];
}

function lastLine(outcome: RunOutcome): string {
  const total = (of: (step: StepTotals) => number): number =>
    outcome.steps.reduce((sum, step) => sum + of(step), 0);
  const done = total((step) => step.tasks);
  const planned = total((step) => Math.max(step.tasks, step.planned));
  const of = done < planned ? `${formatCount(done)} of ` : "";
  const tasks = `${of}${counted(planned, "task")}`;
  const takenOver = total((step) => step.takenOver);
  const reused = total((step) => step.reused);
  const repaired = total((step) => step.repaired);
  const known = [
    takenOver > 0 ? `, ${formatCount(takenOver)} taken over` : "",
    reused > 0 ? `, ${formatCount(reused)} reused` : "",
    repaired > 0 ? `, ${formatCount(repaired)} repaired` : "",
  ].join("");
  const cold = total((step) => step.coldStarts);
  const started = cold > 0 ? `, ${counted(cold, "worker")} started` : "";
  return `${outcome.run} ${outcome.kind} in ${formatDuration(outcome.elapsedMs)}: ${tasks}${known}${started}`;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
