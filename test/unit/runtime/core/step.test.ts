import { expect, it } from "vitest";
import type { StagePolicy } from "../../../../src/runtime/core/events.ts";
import { MOST_CARE } from "../../../../src/runtime/core/retry.ts";
import { createCore } from "../../../../src/runtime/core/state.ts";
import { step } from "../../../../src/runtime/core/step.ts";
import type { FailureKind } from "../../../../src/runtime/failure.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import {
  type Attempt,
  plainPolicy,
  type SimulatedStage,
  type Simulation,
  simulate,
} from "../../../support/simulate-core.ts";

const stage = (id: number, tasks: number, given: Partial<SimulatedStage> = {}): SimulatedStage => ({
  stage: id,
  tasks,
  priority: id,
  lane: `lane ${id}`,
  concurrency: null,
  policy: plainPolicy,
  needs: [],
  settled: null,
  elements: null,
  guarded: false,
  gang: false,
  ...given,
});

const run = (stages: readonly SimulatedStage[], given: Partial<Simulation> = {}) =>
  simulate({
    slots: 2,
    seed: 1,
    onFailure: "drain",
    speculation: false,
    batches: true,
    stages,
    duration: () => 10,
    failure: () => undefined,
    ...given,
  });

const retrying = (attempts: number): StagePolicy => ({
  ...plainPolicy,
  retry: { attempts, minDelayMs: 1_000, maxDelayMs: 4_000 },
});

/** Fails the first `times` attempts of every task. */
const failing =
  (kind: FailureKind, times: number, retryable = true) =>
  ({ attempt }: Attempt) =>
    attempt <= times ? failureOf(kind, "no", { retryable }) : undefined;

it("starts tasks in order, stages of lower priority value first", () => {
  const result = run([stage(0, 2, { priority: 5 }), stage(1, 2, { priority: 1 })], { slots: 1 });
  // Stage 0 is alone when the first slot is given away.
  expect(result.starts.map(({ stage: id, first }) => [id, first])).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
});

it("is done at once with a stage without tasks", () => {
  expect(run([stage(0, 0), stage(1, 1, { needs: [0] })]).ended).toEqual(
    new Map([
      [0, "done"],
      [1, "done"],
    ]),
  );
});

/** Stage 0 fails at 5 ms while another task of it, and one of stage 1, run until 50 ms; stage 2 is nobody's concern. */
const failingRun = (given: Partial<Simulation>, guarded = false) =>
  run([stage(0, 10, { guarded }), stage(1, 2), stage(2, 1)], {
    slots: 3,
    failure: ({ stage: id, index }) =>
      id === 0 && index === 1 ? failureOf("function", "no") : undefined,
    duration: ({ stage: id, index }) => (id === 0 && index === 1 ? 5 : 50),
    ...given,
  });

it.each([
  ["drain", false, ["failed", "cancelled", "cancelled"], 2, 50],
  ["continue", false, ["failed", "done", "done"], 5, 100],
  ["kill", false, ["failed", "cancelled", "cancelled"], 0, 6],
  ["drain", true, ["failed", "done", "done"], 3, 56],
  ["continue", true, ["failed", "done", "done"], 3, 56],
  ["kill", true, ["failed", "done", "done"], 3, 56],
] as const)("after a failure: %s, guarded %s", (onFailure, guarded, endings, committed, time) => {
  const result = failingRun({ onFailure }, guarded);
  expect([0, 1, 2].map((id) => result.ended.get(id))).toEqual(endings);
  expect(result.committed).toHaveLength(committed);
  expect(result.time).toBe(time);
});

it("tells a failure at once, and that the stage failed when what runs has ended", () => {
  const { commands, events } = failingRun({});
  const at = (kind: string) =>
    events[commands.findIndex((said) => said.some((command) => command.kind === kind))]?.now;
  expect([at("task-failed"), at("stage-failed")]).toEqual([5, 50]);
});

it.each([
  ["the attempts asked for, and no more", retrying(2), failing("function", 9), 3, "failed"],
  ["until it succeeds", retrying(2), failing("function", 2), 3, "done"],
  ["not what cannot help", retrying(2), failing("bad-value", 1, false), 1, "failed"],
  ["nothing where nothing was asked for", plainPolicy, failing("timeout", 1), 1, "failed"],
  ["a lost worker three times, unasked", plainPolicy, failing("lost", 3), 4, "done"],
  ["a lost worker no more than that", plainPolicy, failing("lost", 4), 4, "failed"],
  ["a store that failed", plainPolicy, failing("store", 2), 3, "done"],
  ["a crash only when asked", plainPolicy, failing("crash", 1), 1, "failed"],
] as const)("repeats %s", (_, policy, failure, attempts, ended) => {
  const result = run([stage(0, 1, { policy })], { failure });
  expect(result.starts.map(({ attempt }) => attempt)).toEqual(
    Array.from({ length: attempts }, (_, i) => i + 1),
  );
  expect(result.ended.get(0)).toBe(ended);
});

it("doubles the memory of a task that ran out of it, up to the maximum", () => {
  const policy = { ...plainPolicy, memory: { base: 512, max: 3_000 } };
  const result = run([stage(0, 1, { policy })], { failure: failing("out-of-memory", 9) });
  expect(result.starts.map(({ memory }) => memory)).toEqual([512, 1_024, 2_048, 3_000]);
  expect(result.ended.get(0)).toBe("failed");
});

it("waits between attempts, at most a bound that doubles, by the seed alone", () => {
  const times = [1, 2, 3, 1].map(
    (seed) =>
      run([stage(0, 1, { policy: retrying(3) })], { seed, failure: failing("function", 3) }).time,
  );
  for (const time of times) {
    expect(time).toBeGreaterThan(40);
    expect(time).toBeLessThanOrEqual(40 + 1_000 + 2_000 + 4_000);
  }
  expect(times[3]).toBe(times[0]);
  expect(new Set(times).size).toBe(3);
});

it("leaves failing elements out while their share is tolerated", () => {
  const ended = (fraction: number | null, elements: number | null) =>
    run([stage(0, 20, { policy: { ...plainPolicy, tolerance: { fraction } }, elements })], {
      skipped: (_, index) => (index < 2 ? 1 : 0),
    });

  expect(ended(0.1, 20).ended.get(0)).toBe("done");
  expect(ended(null, 20).ended.get(0)).toBe("done");
  // Certain with the second element where it is known that there are 20, and only at the end where it is not.
  expect(ended(0.09, 20).ended.get(0)).toBe("failed");
  expect(ended(0.09, 20).starts).toHaveLength(3);
  expect(ended(0.09, null).ended.get(0)).toBe("failed");
  expect(ended(0.09, null).starts).toHaveLength(20);
});

it("does not start what is known, and counts what was left out of it", () => {
  const known = { tasks: Uint8Array.from([0b0000_0101]), elements: 2, skipped: 1 };
  const policy = { ...plainPolicy, tolerance: { fraction: 0.2 } };
  const result = run([stage(0, 5, { settled: known, policy })]);
  expect(result.starts.map(({ first }) => first)).toEqual([1, 3, 4]);
  expect(result.ended.get(0)).toBe("done");

  const all = { tasks: Uint8Array.from([0b0001_1111]), elements: 5, skipped: 2 };
  expect(run([stage(0, 5, { settled: all, policy })]).ended.get(0)).toBe("failed");
  expect(run([stage(0, 5, { settled: { ...all, skipped: 1 }, policy })]).starts).toEqual([]);
});

it("sends tiny tasks together: few at first, about 10 ms at a time, less towards the end", () => {
  const { starts, ended } = run([stage(0, 2_000)], { duration: () => 0.125 });
  const sizes = starts.map(({ count }) => count);
  expect(sizes.slice(0, 8)).toEqual([1, 1, 4, 4, 16, 16, 64, 64]);
  expect(Math.max(...sizes)).toBe(80);
  expect(sizes.at(-1)).toBe(1);
  expect(ended.get(0)).toBe("done");
});

it("sends tasks alone that are long, or called for their effect", () => {
  const counts = (given: Partial<SimulatedStage>, ms: number) =>
    new Set(run([stage(0, 200, given)], { duration: () => ms }).starts.map(({ count }) => count));
  expect(counts({}, 10)).toEqual(new Set([1]));
  expect(
    run([stage(0, 200)], { duration: () => 0.1, batches: false }).starts.every(
      ({ count }) => count === 1,
    ),
  ).toBe(true);
  expect(counts({ policy: { ...plainPolicy, effect: true } }, 0.1)).toEqual(new Set([1]));
});

it("repeats of a batch only what failed in it", () => {
  const { starts, failures } = run([stage(0, 500, { policy: retrying(1) })], {
    duration: () => 0.1,
    failure: ({ index, before }) =>
      index === 300 && before === 0 ? failureOf("function", "no", { retryable: true }) : undefined,
  });
  expect(starts.filter(({ attempt }) => attempt > 1)).toMatchObject([{ first: 300, count: 1 }]);
  expect(failures).toEqual([]);
});

it.each([
  ["lost with its worker", (index: number) => (index === 300 ? "lost" : undefined), 0.1],
  ["held up by a long task", () => undefined, 5_000],
] as const)(
  "does the tasks of a batch one by one, at no charge, when it is %s",
  (_, kind, long) => {
    const { starts, ended, commands } = run([stage(0, 500)], {
      duration: ({ index }) => (index === 300 ? long : 0.1),
      failure: ({ index, before }) => {
        const failed = before === 0 ? kind(index) : undefined;
        return failed === undefined ? undefined : failureOf(failed, "no", { retryable: true });
      },
    });
    const batch = starts.find(({ first, count }) => first <= 300 && 300 < first + count);
    const alone = starts.filter(({ attempt }) => attempt === 2);
    expect(batch?.count).toBeGreaterThan(10);
    expect(alone.map(({ count }) => count)).toEqual(alone.map(() => 1));
    expect(alone).toHaveLength(batch?.count ?? 0);
    expect(commands.flat().some((command) => command.kind === "retry")).toBe(false);
    expect(ended.get(0)).toBe("done");
  },
);

/** Ten tasks of a second, the last of which takes a minute the first time. */
const straggling = (given: Partial<Simulation>, of: Partial<SimulatedStage> = {}) =>
  run([stage(0, 10, of)], {
    speculation: true,
    duration: ({ index, attempt }) => (index === 9 && attempt === 1 ? 60_000 : 1_000),
    ...given,
  });

it("starts a straggler a second time on an idle worker, and takes what is there first", () => {
  const { starts, time, committed, commands } = straggling({});
  expect(starts.filter(({ first }) => first === 9)).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  expect(commands.flat().filter(({ kind }) => kind === "abort")).toHaveLength(1);
  expect(time).toBeLessThan(10_000);
  expect(committed).toHaveLength(10);
});

it.each([
  ["unless told to", { speculation: false }, {}],
  ["where a call has effects", {}, { policy: { ...plainPolicy, effect: true } }],
  ["where its lane is full", {}, { concurrency: 1 }],
  ["where siblings are as slow", { duration: () => 60_000 }, {}],
] as const)("starts nothing a second time %s", (_, given, of) => {
  expect(straggling(given, of).starts).toHaveLength(10);
});

it("does not start many tasks a second time", () => {
  const { starts } = run([stage(0, 100)], {
    speculation: true,
    slots: 50,
    duration: ({ index, attempt }) => (index >= 80 && attempt === 1 ? 60_000 : 1_000),
  });
  expect(starts).toHaveLength(105);
});

it("does not hold a copy's failure against the task", () => {
  const { ended, starts } = straggling({
    failure: ({ index, attempt }) =>
      index === 9 && attempt === 2 ? failureOf("function", "no") : undefined,
    duration: ({ index, attempt }) => (index === 9 && attempt === 1 ? 10_000 : 1_000),
  });
  expect(starts.length).toBeGreaterThan(10);
  expect(ended.get(0)).toBe("done");
});

it("asks once more to be woken where it was woken early", () => {
  const { commands, events } = run([stage(0, 1, { policy: retrying(1) })], {
    failure: failing("function", 1),
  });
  const core = createCore({
    slots: 2,
    seed: 1,
    onFailure: "drain",
    speculation: false,
    batches: false,
  });
  const [submit, failed] = events;
  expect([submit, failed].map((event) => event && step(core, event))).toEqual(commands.slice(0, 2));
  const wake = commands[1]?.find((command) => command.kind === "wake");
  expect(wake?.at).toBeGreaterThan(100);
  expect(step(core, { kind: "tick", now: 100 })).toEqual([wake]);
  expect(step(core, { kind: "tick", now: wake?.at ?? 0 })).toMatchObject([{ kind: "start" }]);
});

it("repeats nothing in a run that drains, and says so of no attempt", () => {
  const { commands, ended } = run([stage(0, 1, { policy: retrying(1) })], {
    failure: failing("function", 1),
    interrupts: [{ kind: "drain", now: 5 }],
  });
  expect(commands.flat().map(({ kind }) => kind)).toEqual(["start", "dropped", "stage-cancelled"]);
  expect(ended.get(0)).toBe("cancelled");
});

it("starts a gang as a whole, and lets nothing overtake it", () => {
  const { starts, events, commands } = run(
    [
      stage(0, 20, { priority: 1 }),
      stage(1, 3, { gang: true, priority: 0 }),
      stage(2, 20, { priority: 2 }),
    ],
    { slots: 3, duration: ({ index }) => 10 + index },
  );
  const first = commands.findIndex((said) =>
    said.some((command) => command.kind === "start" && command.stage === 1),
  );
  // Stage 0 had all slots when the gang came; it waited for the last of them.
  expect(events[first]?.now).toBe(12);
  expect(starts.slice(0, 6).map((start) => start.stage)).toEqual([0, 0, 0, 1, 1, 1]);
});

it("keeps the place of a member of a gang that starts again", () => {
  const { starts, ended } = run(
    [stage(0, 2, { gang: true, policy: retrying(1) }), stage(1, 50, { priority: 1 })],
    { failure: (attempt) => (attempt.stage === 0 ? failing("function", 1)(attempt) : undefined) },
  );
  // Until one of them is done.
  expect(starts.slice(0, 3).map((start) => [start.stage, start.attempt])).toEqual([
    [0, 1],
    [0, 1],
    [0, 2],
  ]);
  expect([...ended.values()]).toEqual(["done", "done"]);
});

it("fails a gang for which there is no room", () => {
  expect(run([stage(0, 3, { gang: true })]).failures).toMatchObject([
    { index: null, failure: { message: "3 tasks have to run at once, and there is room for 2" } },
  ]);
});

it("lets a stage that waits for its lane start as soon as there is room", () => {
  const lane = { lane: "shared", concurrency: 1 };
  const { starts, time } = run(
    [0, 1, 2, 3].map((id) => stage(id, 2, { ...lane, priority: 9 - id })),
  );
  // Stage 0 was alone when it came; from then on the order is that of priorities.
  expect(starts.map((start) => start.stage)).toEqual([0, 3, 3, 2, 2, 1, 1, 0]);
  expect(time).toBe(80);
});

it.each([
  ["to find who is to blame, before those asked for", "skip", retrying(1), 4, [1, 2, 3, 4]],
  ["to name an element, after those asked for", "name", retrying(1), 9, [1, 2, 3]],
  ["to name an element, once", "name", plainPolicy, 9, [1, 2]],
] as const)("makes another attempt with care %s", (_, care, policy, times, attempts) => {
  const result = run([stage(0, 1, { policy })], {
    failure: failing("crash", times),
    care: ({ attempt }) => (attempt < 3 ? care : "none"),
  });
  expect(result.starts.map(({ attempt }) => attempt)).toEqual(attempts);
});

it("makes no end of attempts with care", () => {
  const result = run([stage(0, 1)], { failure: failing("crash", 1_000), care: () => "skip" });
  expect(result.starts).toHaveLength(1 + MOST_CARE);
  expect(result.ended.get(0)).toBe("failed");
});
