import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  formatCount,
  formatDuration,
  formatRate,
  formatSeconds,
  formatSize,
} from "../../../../src/runtime/report/format-quantity.ts";
import { createRunLogReader } from "../../../../src/runtime/report/read-run-log.ts";
import { createRunLog } from "../../../../src/runtime/report/run-log.ts";
import { createStepTotals } from "../../../../src/runtime/report/step-totals.ts";
import { renderSummary } from "../../../../src/runtime/report/summary.ts";
import type { RunEvent } from "../../../../src/runtime/run-event.ts";
import { reportFailure } from "../../../../src/runtime/run-failure.ts";
import type { TaskMetrics } from "../../../../src/runtime/task.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { spanAt } from "../../../support/plan-nodes.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const metrics = (given: Partial<TaskMetrics> = {}): TaskMetrics => ({
  startMs: 0,
  readMs: 5,
  computeMs: 900,
  writeMs: 15,
  bytesIn: 1_500,
  bytesOut: 10,
  recordsIn: 3,
  recordsOut: 1,
  peakMemory: 80 * 1024 * 1024,
  skipped: 0,
  replaced: 0,
  printed: 0,
  ...given,
});

const failure = failureOf("function", "no luck", {
  code: "Unlucky",
  stack: "Unlucky: no luck\n    at f",
});
const place = { step: "pairs", at: "" };
const attempt = (task: string, at = "") => ({ step: "pairs", at, task, attempt: 1 });

/** One step of two tasks, one of which needs a second attempt, and one line printed. */
const events: readonly RunEvent[] = [
  { kind: "run-started", run: "r", workflow: "w", invoker: "workers", slots: 2, time: 0 },
  { kind: "step-started", ...place, time: 0 },
  { kind: "tasks-added", ...place, tasks: 2, time: 0 },
  { kind: "task-started", ...attempt("0"), time: 0 },
  { kind: "task-started", ...attempt("1"), time: 10 },
  { kind: "log", ...attempt("1"), stream: "stdout", text: "hello", time: 20 },
  { kind: "task-retried", ...attempt("1"), failure, delayMs: 1_000, time: 30 },
  {
    kind: "task-finished",
    ...attempt("0"),
    metrics: metrics({ startMs: 40, skipped: 2, printed: 1, counters: { pages: 1_200 } }),
    time: 1_000,
  },
  { kind: "task-started", ...attempt("1"), time: 1_030 },
  {
    kind: "task-finished",
    ...attempt("1"),
    metrics: metrics({ replaced: 1, counters: { pages: 34, "a b": 1 } }),
    time: 6_000,
  },
  { kind: "step-finished", ...place, time: 6_000 },
  { kind: "run-finished", run: "r", outcome: "done", failure: null, elapsedMs: 6_100, time: 6_100 },
];

const totalsOf = (list: readonly RunEvent[]) => {
  const totals = createStepTotals();
  for (const event of list) {
    totals.report(event);
  }
  return totals.totals();
};

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "0.98 KB"],
  [1_536, "1.50 KB"],
  [80 * 1024 * 1024, "80.0 MB"],
  [999.6 * 1024 * 1024, "0.98 GB"],
  [5 * 1024 ** 5, "5120 TB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

it.each([
  [0, "0 ms"],
  [999.4, "999 ms"],
  [999.5, "1.00 s"],
  [12_340, "12.3 s"],
  [99_940, "99.9 s"],
  [99_960, "1 min 40 s"],
  [3_599_000, "59 min 59 s"],
  [7_500_000, "2 h 05 min"],
])("writes %d ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [0, "0 s"],
  [99_400, "99 s"],
  [99_960, "1 min 40 s"],
])("writes %d ms in whole seconds as %s", (ms, text) => {
  expect(formatSeconds(ms)).toBe(text);
});

it.each([
  [1_234.4, "1,234/s"],
  [99.5, "100/s"],
  [2.54, "2.5/s"],
  [1, "1/s"],
  [0.5, "30/min"],
  [0.000_1, "1/h"],
])("writes %d a second as %s", (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

it("groups digits", () => {
  expect([0, 999, 1_000, 1_234_567].map(formatCount)).toEqual(["0", "999", "1,000", "1,234,567"]);
});

it("adds up what each step did", () => {
  expect(totalsOf(events)).toEqual([
    {
      step: "pairs",
      tasks: 2,
      planned: 2,
      attempts: 3,
      takenOver: 0,
      reused: 0,
      repaired: 0,
      computeMs: 1_800,
      readMs: 10,
      writeMs: 30,
      bytesIn: 3_000,
      bytesOut: 20,
      recordsIn: 6,
      recordsOut: 2,
      peakMemory: 80 * 1024 * 1024,
      failed: 1,
      leftBehind: 0,
      skipped: 2,
      kept: null,
      replaced: 1,
      printed: 1,
      counters: { pages: 1_234, "a b": 1 },
      coldStarts: 1,
      elapsedMs: 6_000,
    },
  ]);
});

it("renders the table of a run, and notes for what is out of the ordinary", () => {
  const steps = totalsOf(events);
  const outcome = { kind: "done", run: "r", elapsedMs: 6_100, steps, result: null } as const;
  expect(renderSummary(outcome)).toBe(
    [
      "step   tasks  compute  read+write       in   out     peak    wall",
      "pairs      2   1.80 s       40 ms  2.93 KB  20 B  80.0 MB  6.00 s",
      "pairs: 1 attempt failed, 2 elements skipped, 1 invalid UTF-8 sequence replaced, pages 1,234, a b 1, 1 line printed",
      "r done in 6.10 s: 2 tasks, 1 worker started",
      "",
    ].join("\n"),
  );
  expect(renderSummary({ kind: "cancelled", run: "r", elapsedMs: 3, steps: [] })).toBe(
    "r cancelled in 3 ms: 0 tasks\n",
  );
});

it("shortens long names to the width of a terminal, and nothing where there is none", () => {
  const label = () => "clean/spread/0/left/over + clean/spread/0/left";
  const outcome = {
    kind: "done",
    run: "r",
    elapsedMs: 6_100,
    steps: totalsOf(events),
    result: null,
  } as const;
  const linesAt = (columns: number | undefined): readonly string[] =>
    renderSummary(outcome, { label, placeOf: (key) => key, columns })
      .split("\n")
      .slice(0, 2);

  expect(linesAt(80)).toEqual([
    "step                  tasks  compute  read+write       in   out     peak    wall",
    "clean/spr…ead/0/left      2   1.80 s       40 ms  2.93 KB  20 B  80.0 MB  6.00 s",
  ]);
  expect(linesAt(200)).toEqual(linesAt(undefined));
  expect(linesAt(undefined)[1]).toMatch(
    /^clean\/spread\/0\/left\/over \+ clean\/spread\/0\/left {6}2/,
  );
  expect(linesAt(20)[1]).toMatch(/^clean\/s…d\/0\/left {6}2/);
});

it("logs printed lines and failures with their stacks, and makes no file for a silent run", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "logs", "r.log");
  const log = createRunLog(path);
  for (const event of events) {
    log(event);
  }
  expect(readFileSync(path, "utf8")).toBe(
    [
      "1970-01-01T00:00:00.020Z pairs[1] #1 stdout: hello",
      "1970-01-01T00:00:00.030Z pairs[1] #1 retried: Unlucky: no luck",
      "    Unlucky: no luck",
      "        at f",
      "",
    ].join("\n"),
  );
  const silent = join(folder.path, "silent.log");
  createRunLog(silent)({ kind: "step-started", ...place, time: 0 });
  expect(() => readFileSync(silent)).toThrow();
});

it("counts what failed attempts printed, and says how many tasks are not done", () => {
  const log = { kind: "log", ...attempt("0"), stream: "stdout", text: "hello" } as const;
  const steps = totalsOf([
    { kind: "tasks-added", ...place, tasks: 2, time: 0 },
    { kind: "task-started", ...attempt("0"), time: 0 },
    { ...log, time: 1 },
    { ...log, time: 2 },
    { kind: "task-retried", ...attempt("0"), failure, delayMs: 0, time: 3 },
    { kind: "task-started", ...attempt("0"), time: 3 },
    { ...log, time: 4 },
    { ...log, time: 5 },
    { kind: "task-failed", ...attempt("0"), failure, time: 6 },
  ]);
  expect(renderSummary({ kind: "cancelled", run: "r", elapsedMs: 7, steps })).toBe(
    [
      "step    tasks  compute  read+write   in  out  peak  wall",
      "pairs  0 of 2     0 ms        0 ms  0 B  0 B        6 ms",
      "pairs: 2 attempts failed, 4 lines printed",
      "r cancelled in 7 ms: 0 of 2 tasks",
      "",
    ].join("\n"),
  );
});

it("tells of an error that was left behind in the log, in progress and in the table", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "r.log");
  const log = createRunLog(path);
  const attempt = { ...place, task: "1", attempt: 1, time: 7 };
  const strays = [
    { kind: "error-left-behind", ...attempt, failure, function: "fl", certain: true },
    { kind: "error-left-behind", ...attempt, failure, function: null, certain: false },
  ] as const satisfies readonly RunEvent[];
  for (const event of strays) {
    log(event);
  }
  const lines = readFileSync(path, "utf8").split("\n");
  expect(lines.filter((line) => line.includes("stray"))).toEqual([
    "1970-01-01T00:00:00.007Z pairs[1] #1 stray: left behind by `fl`: Unlucky: no luck",
    "1970-01-01T00:00:00.007Z pairs[1] #1 stray: left behind by a function called earlier in this worker: Unlucky: no luck",
  ]);
  using reader = createRunLogReader(path);
  expect([...reader.read()].map(({ task, level }) => `${task} ${level}`)).toEqual([
    "1 error",
    "1 error",
  ]);
  expect(totalsOf(strays)).toMatchObject([{ step: "pairs", leftBehind: 2, failed: 0 }]);
  const steps = totalsOf(strays);
  expect(renderSummary({ kind: "done", run: "r", elapsedMs: 3, result: null, steps })).toContain(
    "pairs: 2 errors left behind\n",
  );
});

it("shows and logs the beginning of a message that has no end", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "r.log");
  const endless = { ...failure, message: "x".repeat(5_000_000), stack: "at f\n".repeat(100) };
  createRunLog(path)({ kind: "task-failed", ...attempt("1"), failure: endless, time: 0 });
  expect(readFileSync(path, "utf8")).toContain(
    `: ${"x".repeat(10_000)}… (4,990,000 more characters)\n`,
  );

  const at = { step: "pairs", at: "", origin: spanAt(5), function: null, attempts: 1 };
  const shown = reportFailure({ failure: endless, ...at });
  expect(shown.message).toMatch(/ failed: x{2000}… \(4,998,000 more characters\)$/);
  expect(shown.stack).toHaveLength(20);
});

it("reports a failure with its step, its function, its item and its attempts", () => {
  expect(
    reportFailure({
      failure: { ...failure, item: '"a line"' },
      step: "pairs",
      at: "3",
      origin: spanAt(5),
      function: { name: "tokenize", origin: spanAt(9) },
      attempts: 4,
    }),
  ).toEqual({
    message: "step `pairs` (iteration 3) failed: no luck",
    primary: { span: spanAt(5), text: "`tokenize` threw" },
    secondary: [{ span: spanAt(9), text: "`tokenize` is declared here" }],
    notes: ['The item was "a line".', "It failed in each of 4 attempts."],
    stack: ["at f"],
  });
});
