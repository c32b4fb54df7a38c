/** The lines that stand for a run on a terminal: one for each step, its columns under those of the others. */
import { displayLine } from "../../shared/display-text.ts";
import {
  formatCount,
  formatDuration,
  formatRate,
  formatSeconds,
  formatSize,
} from "./format-quantity.ts";
import type { StepLabel } from "./step-labels.ts";
import { type RunProgress, rateOf, remainingMs, type StepProgress } from "./step-progress.ts";

export interface BlockLayout {
  /** Of the terminal. */
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly label: StepLabel;
  /** The last line. */
  readonly footer: string;
}

/** A line with its width on the screen. */
export interface BlockLine {
  readonly text: string;
  readonly width: number;
}

type Style = "plain" | "dim" | "cyan" | "green" | "red";

interface Cell {
  readonly text: string;
  readonly style: Style;
}

const GAP = "  ";
const BAR = { longest: 24, shortest: 6 } as const;
/** Names are cut to this before other columns give way. */
const NAME = 16;

/** As many lines as fit with one to spare, each narrower than the terminal. No steps, no lines. */
export function blockLines(progress: RunProgress, layout: BlockLayout): readonly BlockLine[] {
  const all = [...progress.steps.values()].filter(({ tasks }) => tasks > 0);
  if (all.length === 0) {
    return [];
  }
  const { shown, hidden } = choose(all, Math.max(layout.rows - 4, 1));
  const lines = layOut(shown, layout);
  const more = hidden.filter(([, count]) => count > 0);
  const notes = more.map(([state, count]) => `${formatCount(count)} more ${state}`);
  return [...lines, noteLine([...notes, layout.footer].join(", "), layout)];
}

/** Those that run before those that wait for their turn, and these before those that are over; in the order of their start. */
function choose(all: readonly StepProgress[], most: number) {
  const running = all.filter((step) => step.running > 0);
  const waiting = all.filter((step) => isAtWork(step) && step.running === 0);
  const over = all.filter((step) => !isAtWork(step));
  const first = last(running, most);
  const second = waiting.slice(0, most - first.length);
  const third = last(over, most - first.length - second.length);
  const shown = new Set([...first, ...second, ...third]);
  return {
    shown: all.filter((step) => shown.has(step)),
    hidden: [
      ["done", over.length - third.length],
      ["running", running.length - first.length],
      ["waiting", waiting.length - second.length],
    ] as const,
  };
}

const last = <T>(items: readonly T[], count: number): readonly T[] =>
  items.slice(Math.max(0, items.length - count));

const isAtWork = ({ open, running }: StepProgress): boolean => open > 0 || running > 0;

function layOut(steps: readonly StepProgress[], layout: BlockLayout): readonly BlockLine[] {
  const { columns, colour } = layout;
  const names = steps.map(({ step }) => layout.label(step));
  const figures = steps.map((step) => figuresOf(step, layout.now));
  const widest = Math.max(...names.map(widthOf));
  const room = columns - 1;
  // What says least goes first, where there is no room for all.
  for (const dropped of [[], ["bytes"], ["bytes", "rate"], ["bytes", "rate", "running"]] as const) {
    const kept = figureNames.filter(
      (name) =>
        !(dropped as readonly string[]).includes(name) &&
        figures.some((figure) => figure[name].text !== ""),
    );
    const widths = kept.map((name) => Math.max(...figures.map((row) => widthOf(row[name].text))));
    const taken = widths.reduce((sum, width) => sum + width + GAP.length, 0);
    const name = Math.min(widest, Math.max(NAME, room - taken - GAP.length - BAR.shortest));
    const bar = Math.min(room - taken - name - GAP.length, BAR.longest);
    if (bar >= BAR.shortest || dropped.length === 3) {
      const rows = steps.map((step, index): readonly Cell[] => [
        { text: toWidth(names[index] ?? "", name), style: "plain" },
        ...(bar >= BAR.shortest ? barOf(step, bar) : []),
        ...kept.map((column, at) => padded(figures[index]?.[column], widths[at] ?? 0)),
      ]);
      return rows.map((cells) => joined(cells, room, colour));
    }
  }
  return [];
}

const figureNames = ["tasks", "running", "failed", "rate", "bytes", "time"] as const;

type Figures = { readonly [name in (typeof figureNames)[number]]: Cell };

function figuresOf(step: StepProgress, now: number): Figures {
  const over = !isAtWork(step);
  const rate = over ? undefined : rateOf(step, now);
  const left = remainingMs(step, now);
  const spent = step.lastChange - (step.firstStart ?? step.lastChange);
  const tasks =
    step.done === step.tasks
      ? formatCount(step.tasks)
      : `${formatCount(step.done)}/${formatCount(step.tasks)}`;
  return {
    tasks: { text: tasks, style: "plain" },
    running: {
      text: over || step.running === 0 ? "" : `${formatCount(step.running)} running`,
      style: "dim",
    },
    failed: { text: step.failed === 0 ? "" : `${formatCount(step.failed)} failed`, style: "red" },
    rate: { text: rate === undefined ? "" : formatRate(rate), style: "plain" },
    bytes: { text: step.bytesIn === 0 ? "" : formatSize(step.bytesIn), style: "plain" },
    time: over
      ? { text: formatDuration(spent), style: "dim" }
      : {
          text: left === undefined ? "" : `ETA ${formatSeconds(Math.max(left, 1_000))}`,
          style: "plain",
        },
  };
}

/** A full bar is a step that has done all it knows of. */
function barOf(step: StepProgress, length: number): readonly Cell[] {
  const filled = Math.floor((step.done / step.tasks) * length);
  const style = step.done === step.tasks ? "green" : isAtWork(step) ? "cyan" : "red";
  return [{ text: `${"━".repeat(filled)}${"─".repeat(length - filled)}`, style }];
}

function joined(cells: readonly Cell[], room: number, colour: boolean): BlockLine {
  let width = 0;
  let text = "";
  for (const [index, cell] of cells.entries()) {
    const gap = index === 0 ? "" : GAP;
    const part = cut(`${gap}${cell.text}`, room - width);
    width += widthOf(part);
    text += styled(part, cell.style, colour);
  }
  return { text, width };
}

function noteLine(note: string, { columns, colour }: BlockLayout): BlockLine {
  const text = cut(note, columns - 1);
  return { text: styled(text, "dim", colour), width: widthOf(text) };
}

/** Numbers stand to the right. */
function padded(cell: Cell | undefined, width: number): Cell {
  const text = cell?.text ?? "";
  return { text: " ".repeat(width - widthOf(text)) + text, style: cell?.style ?? "plain" };
}

function toWidth(text: string, width: number): string {
  const shown = widthOf(text) > width ? `${cut(text, width - 1)}…` : cut(text, width);
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
}

const widthOf = (text: string): number => displayLine(text).cells.length;

/** A character of two columns is left out whole. */
function cut(text: string, width: number): string {
  const { cells } = displayLine(text);
  const end = cells[width] === "" ? width - 1 : width;
  return cells.slice(0, Math.max(0, end)).join("");
}

const codes = { plain: "", dim: "2", cyan: "36", green: "32", red: "31" } as const;

function styled(text: string, style: Style, colour: boolean): string {
  return colour && style !== "plain" && text.trim() !== ""
    ? `\u001B[${codes[style]}m${text}\u001B[0m`
    : text;
}
