import fc from "fast-check";
import { expect, it } from "vitest";
import type { StagePolicy } from "../../../../src/runtime/core/events.ts";
import { randomAt } from "../../../../src/runtime/core/random.ts";
import { MOST_CARE } from "../../../../src/runtime/core/retry.ts";
import type { FailureKind } from "../../../../src/runtime/failure.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import {
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
  ...given,
});

const run = (stages: readonly SimulatedStage[], given: Partial<Simulation> = {}) =>
  simulate({
    slots: 2,
    seed: 1,
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
  (_stage: number, _index: number, attempt: number) =>
    attempt <= times ? failureOf(kind, "no", { retryable }) : undefined;

it("starts tasks in order, stages of lower priority value first", () => {
  const result = run([stage(0, 2, { priority: 5 }), stage(1, 2, { priority: 1 })], { slots: 1 });
  // Stage 0 is alone when the first slot is given away.
  expect(result.starts.map(({ stage: id, index }) => [id, index])).toEqual([
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

it("fails a stage with its first failure: nothing else starts, what runs is aborted", () => {
  const result = run([stage(0, 10)], {
    failure: (_, index) => (index === 1 ? failureOf("function", "no") : undefined),
    duration: (_, index) => (index === 1 ? 5 : 50),
  });
  expect(result.ended.get(0)).toBe("failed");
  expect(result.starts).toHaveLength(2);
  expect(result.committed).toEqual([]);
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

it("leaves failing elements out while their share is tolerated, judged at the end", () => {
  const tolerant = (fraction: number | null): StagePolicy => ({
    ...plainPolicy,
    tolerance: { fraction },
  });
  const skipped = (_: number, index: number) => (index < 2 ? 1 : 0);
  const ended = (fraction: number | null) =>
    run([stage(0, 20, { policy: tolerant(fraction) })], { skipped });

  expect(ended(0.1).ended.get(0)).toBe("done");
  expect(ended(null).ended.get(0)).toBe("done");
  expect(ended(0.09).ended.get(0)).toBe("failed");
  expect(ended(0.09).starts).toHaveLength(20);
});

it.each([
  ["to find who is to blame, before those asked for", "skip", retrying(1), 4, [1, 2, 3, 4]],
  ["to name an element, after those asked for", "name", retrying(1), 9, [1, 2, 3]],
  ["to name an element, once", "name", plainPolicy, 9, [1, 2]],
] as const)("makes another attempt with care %s", (_, care, policy, times, attempts) => {
  const result = run([stage(0, 1, { policy })], {
    failure: failing("crash", times),
    care: (_stage, _index, attempt) => (attempt < 3 ? care : "none"),
  });
  expect(result.starts.map(({ attempt }) => attempt)).toEqual(attempts);
});

it("makes no end of attempts with care", () => {
  const result = run([stage(0, 1)], { failure: failing("crash", 1_000), care: () => "skip" });
  expect(result.starts).toHaveLength(1 + MOST_CARE);
  expect(result.ended.get(0)).toBe("failed");
});

/** Random DAGs, widths, limits, durations and failures. */
const simulations = fc
  .record({
    slots: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer(),
    shapes: fc.array(
      fc.record({
        tasks: fc.integer({ min: 0, max: 12 }),
        priority: fc.integer({ min: 0, max: 3 }),
        lane: fc.integer({ min: 0, max: 2 }),
        needs: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
        attempts: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    failShare: fc.constantFrom(0, 0.05, 0.3),
  })
  .map(({ slots, seed, shapes, failShare }): Simulation => {
    const kinds: readonly FailureKind[] = ["function", "lost", "timeout", "store", "out-of-memory"];
    return {
      slots,
      seed,
      stages: shapes.map((shape, id) =>
        stage(id, shape.tasks, {
          priority: shape.priority,
          lane: `lane ${shape.lane}`,
          concurrency: shape.lane + 1,
          needs: shape.needs.map((back) => id - back).filter((other) => other >= 0),
          policy: {
            ...retrying(shape.attempts),
            memory: { base: 1, max: 4 },
          },
        }),
      ),
      duration: (s, i, a) => Math.floor(100 * randomAt(seed, 1, s, i, a)),
      failure: (s, i, a) => {
        const kind = kinds[Math.floor(randomAt(seed, 3, s, i, a) * kinds.length)] ?? "function";
        return randomAt(seed, 2, s, i, a) < failShare
          ? failureOf(kind, "no", { retryable: true })
          : undefined;
      },
    };
  });

it("commits every task once, keeps to its limits and ends, whatever happens when", () => {
  fc.assert(
    fc.property(simulations, (simulation) => {
      const result = simulate(simulation);
      expect(new Set(result.committed).size).toBe(result.committed.length);
      expect(result.peak.all).toBeLessThanOrEqual(simulation.slots);
      for (const { lane, concurrency } of simulation.stages) {
        expect(result.peak.lanes.get(lane) ?? 0).toBeLessThanOrEqual(concurrency ?? 0);
      }
      for (const { stage: id, tasks, needs } of simulation.stages) {
        const ended = result.ended.get(id);
        if (ended === "done") {
          const ofStage = result.committed.filter((task) => task.startsWith(`${id}/`));
          expect(ofStage).toHaveLength(tasks);
        }
        expect(ended === undefined).toBe(needs.some((need) => result.ended.get(need) !== "done"));
      }
    }),
    { numRuns: 1_000, seed: 20_260_314 },
  );
});

it("does the same again from the same events", () => {
  fc.assert(
    fc.property(simulations, (simulation) => {
      expect(simulate(simulation)).toEqual(simulate(simulation));
    }),
    { numRuns: 100, seed: 20_260_314 },
  );
});
