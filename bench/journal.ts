import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/runtime/clock.ts";
import { holdRun } from "../src/runtime/journal/hold.ts";
import { journalPath, openJournal } from "../src/runtime/journal/journal.ts";
import { listSteps } from "../src/runtime/journal/list-steps.ts";
import { createRunWriter } from "../src/runtime/journal/run-writer.ts";
import type { TaskMetrics } from "../src/runtime/task.ts";
import type { Bench } from "./bench.ts";

const TASKS = 200_000;
const AT_ONCE = 16;

export const bench: Bench = {
  summary: "events of tiny tasks written to the journal: how many a second, bytes for each task",
  async run([count = String(TASKS)], log) {
    const tasks = Number(count);
    const folder = mkdtempSync(join(tmpdir(), "flow-bench-"));
    try {
      return await measure(folder, tasks, log);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const metrics: TaskMetrics = {
  startMs: 0,
  readMs: 0.31,
  computeMs: 1.274,
  writeMs: 0.22,
  bytesIn: 48_211,
  bytesOut: 17_402,
  recordsIn: 512,
  recordsOut: 498,
  peakMemory: 81_264_640,
  skipped: 0,
  replaced: 0,
  printed: 0,
};

async function measure(folder: string, tasks: number, log: (line: string) => void) {
  const opened = openJournal(folder, "make");
  if (!opened.ok) {
    throw new Error(opened.error.message);
  }
  using journal = opened.value;
  const started = Date.now();
  const details = { file: "b.flow", plan: "", args: [], out: null, seed: 1, workers: 2 };
  const run = { ...details, run: "bench", workflow: "bench", version: "0" };
  const held = holdRun(journal, run, started);
  if (!held.ok) {
    throw new Error("nobody else has the run");
  }
  const writer = createRunWriter(journal.database, systemClock, {
    run: held.value.id,
    started,
    label: (step) => step,
    sourceText: () => undefined,
    onTrouble: (cause) => {
      throw new Error(cause);
    },
  });
  const place = { step: "words", at: "" };
  const begin = performance.now();
  writer.report({ kind: "step-started", ...place, time: Date.now() });
  writer.report({ kind: "tasks-added", ...place, tasks, time: Date.now() });
  for (let task = 0; task < tasks + AT_ONCE; task += 1) {
    if (task < tasks) {
      const time = Date.now();
      writer.report({ kind: "task-started", ...place, task: String(task), attempt: 1, time });
    }
    if (task >= AT_ONCE) {
      const time = Date.now();
      const ended = { task: String(task - AT_ONCE), attempt: 1, metrics, time };
      writer.report({ kind: "task-finished", ...place, ...ended });
    }
    if (task % 1_000 === 0) {
      // Timers get their turn, as in a run.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  writer.close();
  const ms = performance.now() - begin;
  journal.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const bytes = statSync(journalPath(folder)).size;
  log(`${tasks} tasks in ${Math.round(ms)} ms, ${bytes} bytes`);
  const asked = performance.now();
  const [words] = listSteps(journal, held.value.id);
  if (words?.totals.tasks !== tasks) {
    throw new Error(`${words?.totals.tasks} of ${tasks} tasks are in the journal`);
  }
  return [
    {
      what: "events",
      value: (2 * tasks) / (ms / 1_000),
      unit: "/s",
      bar: { is: ">=", limit: 40_000 },
      note: `${tasks} tasks of two events each, one thread, checkpoints included`,
    },
    { what: "of the driver's time at 20,000 tasks/s", value: (ms / tasks) * 20 * 100, unit: "%" },
    { what: "a task", value: bytes / tasks, unit: "bytes" },
    { what: "figures of the step", value: performance.now() - asked, unit: "ms" },
  ] as const;
}
