/** What each step did, added up over its tasks and iterations: the rows of the table after a run. */
import type { NodeId } from "../../compiler/ir/plan.ts";
import type { Skew } from "../../compiler/ir/value.ts";
import { skewFactor } from "../../control/skew.ts";
import type { Reporter, RunEventOf } from "../run-event.ts";
import type { TaskMetrics } from "../task.ts";

/** Times in milliseconds, sizes in bytes. */
export interface StepTotals {
  readonly step: NodeId;
  /** Tasks committed. */
  readonly tasks: number;
  /** Tasks that were to be done, as far as they were known. */
  readonly planned: number;
  readonly attempts: number;
  /** Tasks that an earlier driver of this run had done, and tasks that other runs had. */
  readonly takenOver: number;
  readonly reused: number;
  /** Tasks done again for objects that were lost or damaged. */
  readonly repaired: number;
  /** Inside functions and pure expressions, over all tasks. */
  readonly computeMs: number;
  readonly readMs: number;
  readonly writeMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
  /** Of the worker that needed most. */
  readonly peakMemory: number;
  /** Attempts that failed. */
  readonly failed: number;
  /** Errors that functions left behind, for which no task failed. */
  readonly leftBehind: number;
  /** Elements left out by `on_error skip`. */
  readonly skipped: number;
  /** The object that keeps them, or what the keys of several begin with; null where there is none. */
  readonly kept: string | null;
  /** Invalid UTF-8 sequences replaced. */
  readonly replaced: number;
  /** Lines that functions printed, in all attempts. */
  readonly printed: number;
  /** What functions counted, by name, over committed attempts. */
  readonly counters: { readonly [name: string]: number };
  /** Tasks that had to wait for a worker to start. */
  readonly coldStarts: number;
  /** From the first task's start to the last one's end. */
  readonly elapsedMs: number;
  /** How an exchange has spread its rows, where most unevenly; absent of other steps. */
  readonly skew?: Skew;
}

export interface StepTotalsRecorder {
  readonly report: Reporter;
  /** In the order in which steps started first. */
  totals(): readonly StepTotals[];
}

interface Row {
  tasks: number;
  planned: number;
  /** Lines that came, of whatever attempt; of one that finished, there may have been more. */
  lines: number;
  attempts: number;
  takenOver: number;
  reused: number;
  repaired: number;
  skipped: number;
  failed: number;
  leftBehind: number;
  readonly kept: Set<string>;
  coldStarts: number;
  peakMemory: number;
  firstStart: number;
  lastEnd: number;
  skew: Skew | undefined;
  readonly counters: Map<string, number>;
  readonly sums: { -readonly [name in Summed]: number };
}

const SUMMED = [
  "computeMs",
  "readMs",
  "writeMs",
  "bytesIn",
  "bytesOut",
  "recordsIn",
  "recordsOut",
  "replaced",
  "printed",
] as const satisfies readonly (keyof TaskMetrics)[];

type Summed = (typeof SUMMED)[number];

export function createStepTotals(): StepTotalsRecorder {
  const rows = new Map<NodeId, Row>();
  const rowOf = (step: NodeId): Row => {
    const row = rows.get(step) ?? emptyRow();
    rows.set(step, row);
    return row;
  };
  return {
    report(event) {
      switch (event.kind) {
        case "tasks-added":
          rowOf(event.step).planned += event.tasks;
          return;
        case "log":
          rowOf(event.step).lines += 1;
          return;
        case "task-started": {
          const row = rowOf(event.step);
          row.attempts += 1;
          row.firstStart = Math.min(row.firstStart, event.time);
          return;
        }
        case "tasks-recalled": {
          const row = rowOf(event.step);
          row.takenOver += event.tasks - event.reused;
          row.reused += event.reused;
          return;
        }
        case "task-repaired":
          rowOf(event.step).repaired += 1;
          return;
        case "task-finished":
          finish(rowOf(event.step), event);
          return;
        case "task-retried":
        case "task-failed": {
          const row = rowOf(event.step);
          row.failed += 1;
          row.lastEnd = Math.max(row.lastEnd, event.time);
          return;
        }
        case "error-left-behind":
          rowOf(event.step).leftBehind += 1;
          return;
        case "step-finished":
          if (event.skew !== undefined) {
            spread(rowOf(event.step), event.skew);
          }
          return;
        default:
          return;
      }
    },
    totals: () =>
      [...rows].map(([step, row]) => ({
        step,
        tasks: row.tasks,
        planned: row.planned,
        attempts: row.attempts,
        takenOver: row.takenOver,
        reused: row.reused,
        repaired: row.repaired,
        peakMemory: row.peakMemory,
        skipped: row.skipped,
        failed: row.failed,
        leftBehind: row.leftBehind,
        kept: placeOfAll(row.kept),
        coldStarts: row.coldStarts,
        elapsedMs: Math.max(0, row.lastEnd - row.firstStart),
        counters: Object.fromEntries(row.counters),
        ...row.sums,
        printed: Math.max(row.sums.printed, row.lines),
        ...(row.skew && { skew: row.skew }),
      })),
  };
}

function finish(row: Row, { metrics, deadLetters, time }: RunEventOf<"task-finished">): void {
  row.tasks += 1;
  row.skipped += metrics.skipped;
  if (deadLetters !== undefined) {
    row.kept.add(deadLetters);
  }
  row.coldStarts += metrics.startMs > 0 ? 1 : 0;
  row.peakMemory = Math.max(row.peakMemory, metrics.peakMemory);
  row.lastEnd = Math.max(row.lastEnd, time);
  for (const [name, count] of Object.entries(metrics.counters ?? {})) {
    row.counters.set(name, (row.counters.get(name) ?? 0) + count);
  }
  for (const name of SUMMED) {
    row.sums[name] += metrics[name];
  }
}

/** The key, or what the keys of several begin with. */
export function placeOfAll(keys: ReadonlySet<string>): string | null {
  const [first, ...rest] = keys;
  if (first === undefined || rest.length === 0) {
    return first ?? null;
  }
  let length = first.length;
  for (const key of rest) {
    while (!key.startsWith(first.slice(0, length))) {
      length -= 1;
    }
  }
  return first.slice(0, first.lastIndexOf("/", length - 1) + 1);
}

/** Of several iterations the most uneven one counts. */
function spread(row: Row, skew: Skew): void {
  if (row.skew === undefined || skewFactor(skew) > skewFactor(row.skew)) {
    row.skew = skew;
  }
}

function emptyRow(): Row {
  return {
    tasks: 0,
    planned: 0,
    lines: 0,
    attempts: 0,
    takenOver: 0,
    reused: 0,
    repaired: 0,
    skipped: 0,
    failed: 0,
    leftBehind: 0,
    kept: new Set(),
    coldStarts: 0,
    peakMemory: 0,
    firstStart: Number.POSITIVE_INFINITY,
    lastEnd: 0,
    skew: undefined,
    counters: new Map(),
    sums: {
      computeMs: 0,
      readMs: 0,
      writeMs: 0,
      bytesIn: 0,
      bytesOut: 0,
      recordsIn: 0,
      recordsOut: 0,
      replaced: 0,
      printed: 0,
    },
  };
}
