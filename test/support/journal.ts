/** A journal in a folder of its own, runs in it, and the events of a small run. */
import { expect } from "vitest";
import { holdRun, type NewRun } from "../../src/runtime/journal/hold.ts";
import { type Journal, openJournal } from "../../src/runtime/journal/journal.ts";
import { createRunWriter, type RunWriter } from "../../src/runtime/journal/run-writer.ts";
import type { RunEvent } from "../../src/runtime/run-event.ts";
import type { TaskMetrics } from "../../src/runtime/task.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";

export function openedJournal(folder: string): Journal {
  const opened = openJournal(folder, "make");
  if (!opened.ok) {
    expect.fail(opened.error.message);
  }
  return opened.value;
}

export const newRun = (run: string, more: Partial<NewRun> = {}): NewRun => ({
  run,
  workflow: "main",
  file: "main.flow",
  plan: "00",
  args: [{ name: "n", text: "3" }],
  out: null,
  seed: 1,
  workers: 2,
  version: "0.1.0",
  ...more,
});

/** The row of a run that this process holds. */
export function heldRun(journal: Journal, run: string, now = 0): number {
  const held = holdRun(journal, newRun(run), now);
  if (!held.ok) {
    expect.fail(`${run} is ${held.error.kind}`);
  }
  return held.value.id;
}

export interface WrittenRun {
  readonly id: number;
  readonly clock: ManualClock;
  readonly writer: RunWriter;
  readonly troubles: readonly string[];
  report(...events: readonly RunEvent[]): void;
}

/** Reports go to a writer whose clock moves with the events. */
export function writeRun(journal: Journal, run: string, started = 0): WrittenRun {
  const clock = createManualClock(started);
  const id = heldRun(journal, run, started);
  const troubles: string[] = [];
  const writer = createRunWriter(journal.database, clock, {
    run: id,
    started,
    label: (step) => `label of ${step}`,
    sourceText: (path) => `text of ${path}`,
    onTrouble: (cause) => troubles.push(cause),
  });
  return {
    id,
    clock,
    writer,
    troubles,
    report(...events) {
      for (const event of events) {
        clock.advanceTo(event.time);
        writer.report(event);
      }
    },
  };
}

/** Ends the run at once, as nobody holds it any more. */
export function finishRun(written: Pick<WrittenRun, "report" | "writer">, time: number): void {
  written.report({
    kind: "run-finished",
    run: "",
    outcome: "done",
    failure: null,
    elapsedMs: time,
    time,
  });
  written.writer.close();
}

export const taskMetrics = (more: Partial<TaskMetrics> = {}): TaskMetrics => ({
  startMs: 0,
  readMs: 1.5,
  computeMs: 2,
  writeMs: 0.25,
  bytesIn: 100,
  bytesOut: 10,
  recordsIn: 3,
  recordsOut: 1,
  peakMemory: 5_000_000_000,
  skipped: 0,
  replaced: 0,
  printed: 0,
  ...more,
});
