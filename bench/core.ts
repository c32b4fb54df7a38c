import { setFlagsFromString } from "node:v8";

import { runInNewContext } from "node:vm";
import type { CoreCommand, Submission, TaskOutcome } from "../src/runtime/core/events.ts";
import { createCore } from "../src/runtime/core/state.ts";
import { step } from "../src/runtime/core/step.ts";
import { failureOf } from "../src/runtime/task-error.ts";
import { type Bench, type Figure, median } from "./bench.ts";

type Launched = Extract<CoreCommand, { kind: "start" }>;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Stages of a DAG, `OPEN` of which are under way at a time: when one is done, another has what it needs. */
interface Shape {
  readonly stages: number;
  readonly tasks: number;
}

const SLOTS = 64;
const OPEN = 4;
const RUNS = 5;

export const bench: Bench = {
  summary: "scheduling overhead of the core alone, per task, with tasks that take no time",
  run(_args, log) {
    const figures: Figure[] = [];
    const measure = (what: string, shape: Shape, batches: boolean, bar?: Figure["bar"]): number => {
      log(`${what}: ${shape.stages} x ${shape.tasks}`);
      const ms = median(Array.from({ length: RUNS }, () => timeOf(shape, batches)));
      const all = shape.stages * shape.tasks;
      figures.push({
        what: `${what}, per task`,
        value: (ms * 1_000) / all,
        unit: "µs",
        ...(bar && { bar }),
        note: `${shape.stages} stages of ${shape.tasks} tasks, ${SLOTS} slots, median of ${RUNS}`,
      });
      return ms;
    };
    const limit = { is: "<=", limit: 3 } as const;
    timeOf({ stages: 100, tasks: 100 }, false);
    measure("100,000 tasks, each alone", { stages: 100, tasks: 1_000 }, false, limit);
    measure("100,000 tasks in batches", { stages: 100, tasks: 1_000 }, true, limit);
    measure("100,000 stages of one task", { stages: 100_000, tasks: 1 }, false, limit);
    const million = measure("1,000,000 tasks, each alone", { stages: 100, tasks: 10_000 }, false);
    measure("1,000,000 tasks in batches", { stages: 100, tasks: 10_000 }, true);
    figures.push(
      {
        what: "1,000,000 tasks in all",
        value: million / 1_000,
        unit: "s",
        bar: { is: "<=", limit: 3 },
      },
      bytesPerTask(1, 1_000_000, "in one stage"),
      bytesPerTask(1_000, 1_000, "in stages of 1,000"),
      bytesPerTask(10_000, 100, "in stages of 100"),
    );
    return Promise.resolve(figures);
  },
};

/** Milliseconds. A batch is offered where a task takes next to no time of the virtual clock. */
function timeOf({ stages, tasks }: Shape, batches: boolean): number {
  const started = performance.now();
  const core = newCore(SLOTS, batches);
  let now = 0;
  let submitted = 0;
  let settled = 0;
  const running: Launched[] = [];
  const perform = (commands: readonly CoreCommand[]): void => {
    for (const command of commands) {
      if (command.kind === "start") {
        running.push(command);
      } else if (command.kind === "stage-done") {
        submit();
      }
    }
  };
  const submit = (): void => {
    if (submitted < stages) {
      const submission = submissionOf(submitted++, tasks);
      perform(step(core, { kind: "submit", submission, now }));
    }
  };
  for (let i = 0; i < OPEN; i++) {
    submit();
  }
  for (let at = 0; at < running.length; at++) {
    const { launch, count } = running[at] ?? { launch: -1, count: 0 };
    now += batches ? 0.01 : 20;
    settled += count;
    perform(step(core, { kind: "ended", launch, outcomes: outcomesOf(count), now }));
    if (at === SLOTS) {
      running.splice(0, at + 1);
      at = -1;
    }
  }
  if (settled !== stages * tasks) {
    throw new Error(`${settled} of ${stages * tasks} tasks were done`);
  }
  return performance.now() - started;
}

/** Each stage has one task that failed and one that runs, so that all is there that a stage may need. */
function bytesPerTask(stages: number, tasks: number, where: string): Figure {
  const submissions = Array.from({ length: stages }, (_, id) => ({
    ...submissionOf(id, tasks),
    lane: `step ${id}`,
    concurrency: 1,
  }));
  const before = occupied();
  const core = newCore(stages, false);
  for (const submission of submissions) {
    step(core, { kind: "submit", submission, now: 0 });
  }
  const started = Array.from(core.launches.keys());
  for (const launch of started) {
    step(core, { kind: "ended", launch, outcomes: [failed], now: 1 });
  }
  const bytes = occupied() - before;
  return {
    what: `memory, ${where}`,
    value: bytes / (stages * tasks),
    unit: "bytes per task",
    bar: { is: "<=", limit: 200 },
    note: `heap and array buffers, with ${core.launches.size} running`,
  };
}

function newCore(slots: number, batches: boolean) {
  return createCore({ slots, seed: 1, onFailure: "drain", speculation: true, batches });
}

function submissionOf(stage: number, tasks: number): Submission {
  return {
    stage,
    tasks,
    priority: 0,
    lane: `step ${stage % 100}`,
    concurrency: null,
    policy,
    settled: null,
    elements: null,
    guarded: false,
    gang: false,
  };
}

const policy = {
  retry: { attempts: 2, minDelayMs: 100, maxDelayMs: 1_000 },
  memory: { base: 1, max: 4 },
  timeoutMs: null,
  tolerance: null,
  effect: false,
};

const outcomesBySize = new Map<number, readonly TaskOutcome[]>();

function outcomesOf(count: number): readonly TaskOutcome[] {
  const known = outcomesBySize.get(count) ?? Array.from({ length: count }, () => finished);
  outcomesBySize.set(count, known);
  return known;
}

const failed = {
  kind: "failed",
  failure: failureOf("function", "no", { retryable: true }),
  care: "none",
} as const;

const finished = { kind: "finished", elements: 1, skipped: 0 } as const;

function occupied(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
