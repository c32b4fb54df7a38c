import { expect, it } from "vitest";
import { findRun, listRuns } from "../../../../src/runtime/journal/find-run.ts";
import { listSteps } from "../../../../src/runtime/journal/list-steps.ts";
import { createStepTotals } from "../../../../src/runtime/report/step-totals.ts";
import type { RunEvent } from "../../../../src/runtime/run-event.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { finishRun, openedJournal, taskMetrics, writeRun } from "../../../support/journal.ts";
import { spanAt } from "../../../support/plan-nodes.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const failure = failureOf("function", "no luck", { code: "Unlucky" });
const at = (task: string, attempt = 1) => ({ step: "pairs", at: "", task, attempt });
const place = { step: "pairs", at: "" };

/** Two tasks, one of which fails once; a third is begun and stopped. */
const events: readonly RunEvent[] = [
  { kind: "step-started", ...place, time: 0 },
  { kind: "tasks-added", ...place, tasks: 3, time: 0 },
  { kind: "task-started", ...at("0"), time: 10 },
  { kind: "task-started", ...at("1_3"), time: 10 },
  {
    kind: "task-finished",
    ...at("0"),
    metrics: taskMetrics({ startMs: 40, skipped: 2, printed: 1, counters: { pages: 7 } }),
    deadLetters: "runs/r/pairs/@/0/a1/skipped.jsonl",
    time: 100,
  },
  { kind: "task-retried", ...at("1_3"), failure, delayMs: 5, time: 120 },
  { kind: "task-started", ...at("1_3", 2), time: 200 },
  {
    kind: "task-finished",
    ...at("1_3", 2),
    metrics: taskMetrics({ counters: { pages: 1, "a b": 2 } }),
    time: 400,
  },
  { kind: "task-started", ...at("2"), time: 410 },
];

const attemptsOf = (journal: ReturnType<typeof openedJournal>) =>
  journal.database
    .prepare("SELECT task, attempt, state, started, elapsed FROM attempts")
    .all()
    .map((row) => Object.values(row));

it("has what the summary of the run has", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const totals = createStepTotals();
  const run = writeRun(journal, "r");
  for (const event of events) {
    totals.report(event);
    run.report(event);
  }
  finishRun(run, 500);
  expect(listSteps(journal, run.id).map((step) => step.totals)).toEqual(totals.totals());
});

it("can be read while the run goes on, some 50 ms after things happen", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  using reader = openedJournal(folder.path);
  const run = writeRun(journal, "r");
  run.report(...events);
  run.clock.advanceTo(470);
  expect(listRuns(reader, 480)).toMatchObject([{ state: "running", tasks: 2, planned: 3 }]);
  expect(listSteps(reader, run.id)).toMatchObject([
    { label: "label of pairs", state: "running", planned: 3, running: 1 },
  ]);
  run.writer.close();
});

it("keeps one row for each attempt, and says of those that were stopped that they were", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const run = writeRun(journal, "r");
  run.report(...events);
  finishRun(run, 500);
  expect(attemptsOf(journal)).toEqual([
    [0, 1, 1, 10, 90],
    [2, 1, 4, 410, null],
    ["1_3", 1, 2, 10, 110],
    ["1_3", 2, 1, 200, 200],
  ]);
});

it("tells iterations apart, and ends those that a failure of the run leaves", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const run = writeRun(journal, "r");
  const round = (number: string, time: number): readonly RunEvent[] => [
    { kind: "step-started", step: "loop/s", at: number, time },
    { kind: "tasks-added", step: "loop/s", at: number, tasks: 1, time },
    { kind: "task-started", step: "loop/s", at: number, task: "0", attempt: 1, time },
  ];
  run.report(
    ...round("0", 0),
    { kind: "task-finished", ...at("0"), step: "loop/s", at: "0", metrics: taskMetrics(), time: 1 },
    { kind: "step-finished", step: "loop/s", at: "0", time: 2 },
    ...round("1", 100),
    { kind: "task-failed", ...at("0"), step: "loop/s", at: "1", failure, time: 110 },
    { kind: "step-failed", step: "loop/s", at: "1", failure, time: 110 },
    ...round("2", 110),
  );
  const failed = {
    failure,
    step: "loop/s",
    at: "1",
    origin: spanAt(3),
    function: { name: "f", origin: { ...spanAt(9), file: "other.flow" } },
    attempts: 1,
  };
  run.report({
    kind: "run-finished",
    run: "r",
    outcome: "failed",
    failure: failed,
    elapsedMs: 120,
    time: 120,
  });
  run.writer.close();
  expect(listSteps(journal, run.id)).toMatchObject([
    { state: "failed", planned: 3, running: 0, totals: { tasks: 1, attempts: 3, failed: 1 } },
  ]);
  expect(findRun(journal, "r", 200)).toMatchObject({
    value: {
      state: "failed",
      ended: 120,
      failure: failed,
      sources: {
        [spanAt(3).file]: `text of ${spanAt(3).file}`,
        "other.flow": "text of other.flow",
      },
      holder: null,
    },
  });
});

it("waits for its turn, and loses nothing, while another process writes", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  using other = openedJournal(folder.path);
  const run = writeRun(journal, "r");
  other.database.exec("BEGIN IMMEDIATE");
  run.report(...events);
  run.clock.advanceTo(900);
  other.database.exec("COMMIT");
  expect(attemptsOf(other)).toEqual([]);
  run.clock.advanceTo(1_000);
  expect(attemptsOf(other)).toHaveLength(4);
  expect(run.troubles).toEqual([]);
  run.writer.close();
});

it("says once that the database refuses, and lets the run go on", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const run = writeRun(journal, "r");
  run.report(...events.slice(0, 3));
  journal.database.exec("DROP TABLE places");
  run.report(...events);
  run.clock.advanceTo(5_000);
  finishRun(run, 6_000);
  expect(run.troubles).toEqual(["corrupt"]);
  expect(listRuns(journal, 7_000)).toMatchObject([{ state: "done", ended: 6_000 }]);
});

it("goes on with a run that was taken over: what it did stays, what it has to do is told anew", () => {
  using folder = temporaryFolder();
  using journal = openedJournal(folder.path);
  const first = writeRun(journal, "r");
  first.report(...events);
  first.writer.close();
  journal.database.prepare("UPDATE runs SET process = 'an earlier one'").run();
  const second = writeRun(journal, "r", 1_000);
  expect(second.id).toBe(first.id);
  second.report(
    { kind: "step-started", ...place, time: 1_000 },
    { kind: "tasks-added", ...place, tasks: 3, time: 1_000 },
    { kind: "task-started", ...at("2"), time: 1_010 },
    { kind: "task-finished", ...at("2"), metrics: taskMetrics(), time: 1_020 },
    { kind: "step-finished", ...place, time: 1_020 },
  );
  finishRun(second, 1_030);
  expect(listRuns(journal, 2_000)).toMatchObject([{ state: "done", tasks: 3, planned: 3 }]);
  expect(listSteps(journal, second.id)).toMatchObject([{ state: "done", planned: 3 }]);
});
