import { expect, it } from "vitest";
import {
  createLiveProgress,
  createPlainProgress,
} from "../../../../src/runtime/report/progress.ts";
import type { RunEvent } from "../../../../src/runtime/run-event.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { displayLine } from "../../../../src/shared/display-text.ts";
import { createManualClock } from "../../../support/manual-clock.ts";
import { createScreen } from "../../../support/screen.ts";
import { metricsOf } from "../../../support/task-metrics.ts";

const metrics = metricsOf({ computeMs: 1, bytesIn: 1_500, recordsIn: 1, recordsOut: 1 });
const failure = failureOf("function", "no luck", { code: "Unlucky" });
const attempt = (step: string, task: number) => ({ step, at: "", task: String(task), attempt: 1 });

const started = (step: string, tasks: number, time = 0): readonly RunEvent[] => [
  { kind: "step-started", step, at: "", time },
  { kind: "tasks-added", step, at: "", tasks, time },
];
const did = (step: string, task: number, from: number, to: number): readonly RunEvent[] => [
  { kind: "task-started", ...attempt(step, task), time: from },
  { kind: "task-finished", ...attempt(step, task), metrics, time: to },
];
const runStarted: RunEvent = {
  kind: "run-started",
  run: "r",
  workflow: "w",
  invoker: "workers",
  slots: 2,
  time: 0,
};
const runFinished = (time: number): RunEvent => ({
  kind: "run-finished",
  run: "r",
  outcome: "done",
  failure: null,
  elapsedMs: time,
  time,
});

it("shows nothing that could change the terminal, of lines and of messages", () => {
  const written: string[] = [];
  const progress = createPlainProgress(
    { write: (line) => written.push(line) },
    createManualClock(),
  );
  const text = "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J\rback";
  progress.report({ kind: "log", ...attempt("a", 0), stream: "stdout", text, time: 0 });
  progress.report({ kind: "note", text: "cpu 0.5 is not enforced here: no groups", time: 0 });
  const odd = failureOf("function", `two\nlines ${text}`, { code: "Odd\nName" });
  progress.report({ kind: "task-retried", ...attempt("a", 0), failure: odd, delayMs: 0, time: 0 });
  progress.close();
  expect(written.join("").split("\n")).toEqual([
    "a[0] | red ␛]0;title␇ ␛[2J␍back",
    "note: cpu 0.5 is not enforced here: no groups",
    "a[0] failed (Odd Name: two lines ␛[31mred␛[0m ␛]0;title␇ ␛[2J back), again at once",
    "",
  ]);
});

function live(columns: number, rows = 24) {
  const clock = createManualClock();
  const screen = createScreen(columns);
  let width = columns;
  const progress = createLiveProgress(
    {
      write: (text) => screen.write(text),
      colour: false,
      get columns() {
        return width;
      },
      rows,
    },
    clock,
  );
  return {
    screen,
    progress,
    /** Reports each event at its time. */
    play(events: readonly RunEvent[]) {
      for (const event of events) {
        clock.advanceTo(event.time);
        progress.report(event);
      }
    },
    look(time: number) {
      clock.advanceTo(time);
      return screen.lines();
    },
    resize(to: number) {
      width = to;
      screen.resize(to);
    },
  };
}

function plain(events: readonly RunEvent[]): readonly string[] {
  const clock = createManualClock();
  let text = "";
  const progress = createPlainProgress({ write: (more) => (text += more) }, clock);
  for (const event of events) {
    clock.advanceTo(event.time);
    progress.report(event);
  }
  progress.close();
  return text.split("\n").slice(0, -1);
}

it("says in lines what happened, and how far a step is when it ends", () => {
  expect(
    plain([
      runStarted,
      ...started("pairs", 2),
      ...did("pairs", 0, 0, 10),
      { kind: "task-started", ...attempt("pairs", 1), time: 10 },
      { kind: "log", ...attempt("pairs", 1), stream: "stdout", text: "hello", time: 20 },
      { kind: "task-retried", ...attempt("pairs", 1), failure, delayMs: 1_000, time: 30 },
      ...did("pairs", 1, 1_030, 1_040),
      { kind: "step-finished", step: "pairs", at: "", time: 1_040 },
      runFinished(1_050),
    ]),
  ).toEqual([
    "pairs[1] | hello",
    "pairs[1] failed (Unlucky: no luck), again in 1.00 s",
    "pairs: 2/2 tasks, 1 failed, 2.93 KB read",
  ]);
});

it("says every ten seconds how far a long step is, though nothing happens in it", () => {
  expect(
    plain([
      ...started("long", 2),
      { kind: "task-started", ...attempt("long", 0), time: 0 },
      { kind: "task-finished", ...attempt("long", 0), metrics, time: 25_000 },
      ...did("long", 1, 25_000, 25_500),
      { kind: "step-finished", step: "long", at: "", time: 25_500 },
    ]),
  ).toEqual([
    "long: 0/2 tasks, 1 running",
    "long: 0/2 tasks, 1 running",
    "long: 2/2 tasks, 2.93 KB read",
  ]);
});

it("does not say of a step in a loop that it has ended each time that it does", () => {
  const rounds = Array.from({ length: 50 }, (_, round): readonly RunEvent[] => {
    const place = { step: "loop/step", at: String(round) };
    const time = round;
    return [
      { kind: "step-started", ...place, time },
      { kind: "tasks-added", ...place, tasks: 1, time },
      { kind: "task-started", ...place, task: "0", attempt: 1, time },
      { kind: "task-finished", ...place, task: "0", attempt: 1, metrics, time },
      { kind: "step-finished", ...place, time },
    ];
  });
  const lines = plain([...rounds.flat(), runFinished(60)]);
  expect(lines).toEqual([
    "loop/step: 1/1 tasks, 1.46 KB read",
    "loop/step: 50/50 tasks, 73.2 KB read",
  ]);
});

it("draws a line for each step, with what was printed above, and leaves nothing but that", () => {
  const { play, look, screen } = live(80);
  play([
    runStarted,
    ...started("pairs", 40),
    ...Array.from({ length: 10 }, (_, task) =>
      did("pairs", task, task * 300, task * 300 + 300),
    ).flat(),
    { kind: "task-started", ...attempt("pairs", 10), time: 3_000 },
    { kind: "log", ...attempt("pairs", 3), stream: "stdout", text: "he\tllo", time: 3_000 },
    ...started("counts", 1, 3_050),
  ]);
  expect(look(3_200)).toEqual([
    "pairs[3] | he   llo",
    `pairs   ${"━".repeat(6)}${"─".repeat(18)}  10/40  1 running  3.1/s  14.6 KB  ETA 10 s`,
    `counts  ${"─".repeat(24)}    0/1`,
    "r  3 s",
  ]);
  play([runFinished(4_000)]);
  expect(screen.lines()).toEqual(["pairs[3] | he   llo"]);
});

it("keeps lines narrower than the terminal, cuts long names, and counts wide characters twice", () => {
  const { play, look } = live(30);
  play([
    runStarted,
    ...started("名前の長いステップ名前の長いステップ", 1_000),
    ...did("b", 0, 0, 5),
  ]);
  const lines = look(200);
  expect(lines.map((line) => displayLine(line).cells.length).every((width) => width < 30)).toBe(
    true,
  );
  expect(lines[0]).toMatch(/^名前の長いス.*… .* 0\/1,000$/);
});

it("shows what runs, then what waits, and counts the others, where the terminal is too low for all", () => {
  const { play, look } = live(60, 8);
  const over = (step: string): readonly RunEvent[] => [
    ...started(step, 1),
    ...did(step, 0, 0, 5),
    { kind: "step-finished", step, at: "", time: 5 },
  ];
  const names = Array.from({ length: 9 }, (_, at) => `s${at}`);
  play([runStarted, ...names.slice(0, 6).flatMap(over)]);
  play(names.slice(6).flatMap((step) => started(step, 3, 5)));
  const first = look(200);
  expect(first.map((line) => line.split(" ")[0])).toEqual(["s5", "s6", "s7", "s8", "5"]);
  expect(first.at(-1)).toBe("5 more done, r  0 s");
  play([
    ...Array.from({ length: 4 }, (_, at) => started(`t${at}`, 3, 300)).flat(),
    { kind: "task-started", ...attempt("t3", 0), time: 300 },
  ]);
  const second = look(500);
  expect(second.map((line) => line.split(" ")[0])).toEqual(["s6", "s7", "s8", "t3", "6"]);
  expect(second.at(-1)).toBe("6 more done, 3 more waiting, r  0 s");
});

it("finds its block again after the terminal has become narrower and broken its lines", () => {
  const { play, look, resize } = live(70);
  play([runStarted, ...started("pairs", 1_000), ...did("pairs", 0, 0, 5)]);
  look(200);
  resize(25);
  const lines = look(1_300);
  expect(lines.filter((line) => line.startsWith("pairs"))).toHaveLength(1);
  expect(lines.at(-1)).toBe("r  1 s");
});

it("puts printed lines that are as wide as the terminal above the block, whole", () => {
  const { play, look } = live(20);
  play([runStarted, ...started("p", 2)]);
  look(200);
  play([{ kind: "log", ...attempt("p", 0), stream: "stdout", text: "x".repeat(13), time: 250 }]);
  play([{ kind: "log", ...attempt("p", 0), stream: "stdout", text: "y".repeat(40), time: 250 }]);
  const lines = look(400);
  expect(lines.slice(0, 4)).toEqual([
    `p[0] | ${"x".repeat(13)}`,
    `p[0] | ${"y".repeat(13)}`,
    "y".repeat(20),
    "y".repeat(7),
  ]);
  expect(lines).toHaveLength(6);
});

it("says more after the end, where nothing is drawn any more", () => {
  const { play, progress, screen } = live(40);
  play([runStarted, ...started("p", 1), runFinished(10)]);
  progress.say("warning: late");
  progress.close();
  expect(screen.lines()).toEqual(["warning: late"]);
});

it("shows no control characters of what functions print", () => {
  const { play, look } = live(60);
  play([
    runStarted,
    { kind: "log", ...attempt("p", 0), stream: "stderr", text: "\u001B[2J\rgone", time: 0 },
  ]);
  expect(look(200)).toEqual(["p[0] | ␛[2J␍gone"]);
});
