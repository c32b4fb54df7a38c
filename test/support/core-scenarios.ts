/** Random runs for the scheduler core. What a task does is its nature, so that it is the same in whatever order things end. */
import fc from "fast-check";
import type { OnFailure } from "../../src/runtime/core/events.ts";
import { randomAt } from "../../src/runtime/core/random.ts";
import type { Failure, FailureKind } from "../../src/runtime/failure.ts";
import { failureOf } from "../../src/runtime/task-error.ts";
import {
  type Attempt,
  plainPolicy,
  type SimulatedStage,
  type Simulation,
} from "./simulate-core.ts";

export interface Scenario extends Simulation {
  /** Whether the task can never succeed. */
  readonly isDoomed: (stage: number, index: number) => boolean;
}

/** Milliseconds of a task: tiny enough for batches, or anything. */
const paces = {
  tiny: (random: number) => 0.5 * random,
  plain: (random: number) => 10 + Math.floor(90 * random),
  skewed: (random: number) => (random > 0.95 ? 5_000 + 10_000 * random : 100 * random),
  stray: (random: number) => (random > 0.98 ? 3_000 : random),
} as const;

export type Pace = keyof typeof paces;

const shape = fc.record({
  tasks: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 13, max: 150 }) },
  ),
  priority: fc.integer({ min: 0, max: 3 }),
  lane: fc.integer({ min: 0, max: 3 }),
  needs: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  attempts: fc.integer({ min: 0, max: 3 }),
  pace: fc.constantFrom<Pace>("tiny", "plain", "skewed", "stray"),
  gang: fc.integer({ min: 0, max: 5 }).map((choice) => choice === 0),
  effect: fc.integer({ min: 0, max: 5 }).map((choice) => choice === 0),
  guarded: fc.integer({ min: 0, max: 4 }).map((choice) => choice === 0),
  known: fc.constantFrom(0, 0, 0.3, 1),
  tolerance: fc.constantFrom(undefined, undefined, null, 0.1),
});

const setting = fc.record({
  slots: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer(),
  onFailure: fc.constantFrom<OnFailure>("drain", "continue", "kill"),
  speculation: fc.boolean(),
  shapes: fc.array(shape, { minLength: 1, maxLength: 8 }),
  flaky: fc.constantFrom(0, 0.05, 0.3),
  doomed: fc.constantFrom(0, 0, 0.01),
  interrupt: fc.option(
    fc.record({
      kind: fc.constantFrom("drain", "kill", "cancel"),
      now: fc.integer({ min: 0, max: 2_000 }),
    }),
    { freq: 4 },
  ),
});

export const scenarios = setting.map((chosen): Scenario => {
  const { slots, seed, onFailure, speculation, flaky, doomed, interrupt } = chosen;
  const stages = chosen.shapes.map((each, id): SimulatedStage => {
    const concurrency = each.lane === 0 ? null : each.lane;
    const tasks = each.gang ? Math.min(each.tasks, slots, concurrency ?? slots) : each.tasks;
    return {
      stage: id,
      tasks,
      priority: each.priority,
      lane: `lane ${each.lane}`,
      concurrency,
      needs: each.needs.map((back) => id - back).filter((other) => other >= 0),
      policy: {
        ...plainPolicy,
        retry: { attempts: each.attempts, minDelayMs: 100, maxDelayMs: 1_000 },
        memory: { base: 1, max: 4 },
        tolerance: each.tolerance === undefined ? null : { fraction: each.tolerance },
        effect: each.effect,
      },
      settled: each.known === 0 ? null : settledShare(seed, id, tasks, each.known),
      elements: each.attempts % 2 === 0 ? tasks : null,
      guarded: each.guarded,
      gang: each.gang,
    };
  });
  const retriesOf = (id: number) => stages[id]?.policy.retry?.attempts ?? 0;
  const isDoomed = (stage: number, index: number) => randomAt(seed, 4, stage, index) < doomed;
  return {
    slots,
    seed,
    onFailure,
    speculation,
    batches: true,
    stages,
    isDoomed,
    duration: durations(
      chosen.shapes.map(({ pace }) => pace),
      seed,
    ),
    abortMs: (launch) => Math.floor(20 * randomAt(seed, 5, launch)),
    commitMs: (launch) => Math.floor(100 * randomAt(seed, 8, launch) - 50),
    failure: (attempt) =>
      isDoomed(attempt.stage, attempt.index)
        ? failureOf("function", "never", { retryable: true })
        : passingFailure(attempt, seed, flaky, retriesOf(attempt.stage)),
    skipped: (stage, index) => (randomAt(seed, 6, stage, index) < 0.05 ? 1 : 0),
    interrupts:
      interrupt === null
        ? []
        : [
            interrupt.kind === "cancel"
              ? { kind: "cancel", stage: 0, now: interrupt.now }
              : { kind: interrupt.kind as "drain" | "kill", now: interrupt.now },
          ],
  };
});

/** As a scenario, but everything takes another time. */
export function reordered(scenario: Scenario, paced: readonly Pace[], seed: number): Scenario {
  return {
    ...scenario,
    duration: durations(paced, seed),
    abortMs: (launch) => Math.floor(50 * randomAt(seed, 5, launch)),
  };
}

function durations(paced: readonly Pace[], seed: number) {
  return ({ stage, index, attempt }: Attempt): number =>
    paces[paced[stage % paced.length] ?? "plain"](randomAt(seed, 1, stage, index, attempt));
}

/** As often as the task's budgets allow, and no more. */
function passingFailure(
  { stage, index, before, memory }: Attempt,
  seed: number,
  share: number,
  retries: number,
): Failure | undefined {
  if (randomAt(seed, 2, stage, index) >= share) {
    return undefined;
  }
  const kinds = ["function", "lost", "timeout", "store", "out-of-memory"] as const;
  const kind: FailureKind = kinds[Math.floor(randomAt(seed, 3, stage, index) * 5)] ?? "function";
  const times = { lost: 3, store: 3, function: retries, timeout: retries, "out-of-memory": 9 };
  const fails = kind === "out-of-memory" ? memory < 4 : before < times[kind as keyof typeof times];
  return fails ? failureOf(kind, "not yet", { retryable: true }) : undefined;
}

function settledShare(seed: number, stage: number, tasks: number, share: number) {
  const bits = new Uint8Array((tasks + 7) >> 3);
  let elements = 0;
  for (let index = 0; index < tasks; index++) {
    if (randomAt(seed, 7, stage, index) < share) {
      bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
      elements += 1;
    }
  }
  return { tasks: bits, elements, skipped: 0 };
}
