/** Performs what the scheduler core commands: starts attempts, commits what they made, and feeds back how they ended. */

import type { NodeId } from "../../compiler/ir/plan.ts";
import type { Results } from "../../control/collect.ts";
import { concurrencyOf, elementsOf, policyOf } from "../../control/policy.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import { ok } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type {
  CoreCommand,
  CoreEvent,
  LaunchId,
  OnFailure,
  Settled,
  StageId,
  TaskOutcome,
} from "../core/events.ts";
import { createCore } from "../core/state.ts";
import { step } from "../core/step.ts";
import type { BatchOutcome, TaskInvoker } from "../invoker/invoker.ts";
import type { Reporter } from "../run-event.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskOutput } from "../task.ts";
import { examine } from "./examine-failure.ts";
import { createLeftOut, type LeftOut, withFirst } from "./left-out.ts";
import { type OpenStage, placeOf, stageFailure, taskMs } from "./open-stage.ts";
import { cancelled, type Outcome } from "./outcome.ts";
import { type Launch, launchOf, runLaunch, type Start } from "./run-launch.ts";
import { createSteadyClock } from "./steady-clock.ts";
import { createTaskCommits } from "./task-commits.ts";
import type { StageRequest, TaskRunner } from "./task-runner.ts";

export interface TaskRunnerSettings {
  readonly run: string;
  readonly seed: number;
  readonly onFailure: OnFailure;
  /** Whether stragglers are copied. */
  readonly speculation: boolean;
}

export interface TaskRunnerAdapters {
  readonly invoker: TaskInvoker;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly report: Reporter;
  /** The tasks of a stage took so long, on an average. */
  readonly measured: (node: NodeId, meanMs: number) => void;
}

export function createTaskRunner(
  { run, ...settings }: TaskRunnerSettings,
  { invoker, store, clock, report, measured }: TaskRunnerAdapters,
): TaskRunner {
  const core = createCore({
    ...settings,
    slots: invoker.slots,
    batches: invoker.invokeBatch !== undefined,
  });
  const steadyNow = createSteadyClock(clock);
  const open = new Map<StageId, OpenStage>();
  const launches = new Map<LaunchId, Launch>();
  const waiting: (() => void)[] = [];
  let stages = 0;
  let cancelWake = (): void => {};

  /** Events that a command leads to at once wait for the commands before it. */
  const pending: CoreEvent[] = [];
  let stepping = false;

  const feed = (event: CoreEvent): void => {
    pending.push(event);
    if (stepping) {
      return;
    }
    stepping = true;
    try {
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        for (const command of step(core, next)) {
          perform(command);
        }
        if (next.kind === "ended") {
          launches.delete(next.launch);
        }
      }
    } finally {
      stepping = false;
    }
    if (launches.size === 0) {
      for (const resolve of waiting.splice(0)) {
        resolve();
      }
    }
  };

  const perform = (command: CoreCommand): void => {
    switch (command.kind) {
      case "start":
        start(command);
        return;
      case "abort":
        launches.get(command.launch)?.abort.abort();
        return;
      case "wake":
        cancelWake();
        cancelWake = clock.after(Math.max(0, command.at - steadyNow()), () =>
          feed({ kind: "tick", now: steadyNow() }),
        );
        return;
      case "retry":
        report({
          kind: "task-retried",
          ...placeOf(stageOf(command.stage), command.index, command.attempt),
          failure: command.failure,
          delayMs: command.delayMs,
          time: clock.now(),
        });
        return;
      case "task-failed":
        report({
          kind: "task-failed",
          ...placeOf(stageOf(command.stage), command.index, command.attempt),
          failure: command.failure,
          time: clock.now(),
        });
        return;
      case "dropped":
        drop(command);
        return;
      case "stage-done":
        close(command.stage, finish);
        return;
      case "stage-failed":
        close(command.stage, (stage) => failed(stage, command));
        return;
      case "stage-cancelled":
        close(command.stage, () => cancelled);
        return;
      default:
        assertNever(command);
    }
  };

  const start = (command: Start): void => {
    const launch = launchOf(run, stageOf(command.stage), command);
    const { launch: id, first, attempt } = command;
    launches.set(id, launch);
    for (const offset of launch.tasks.keys()) {
      const place = placeOf(launch.stage, first + offset, attempt);
      report({ kind: "task-started", ...place, time: clock.now() });
    }
    const freed = (): void => feed({ kind: "freed", launch: id, now: steadyNow() });
    runLaunch(launch, invoker, freed)
      .then((committed) => {
        const outcomes = launch.tasks.map((task, offset) =>
          settled(launch, first + offset, task, committed[offset]),
        );
        feed({ kind: "ended", launch: id, outcomes, now: steadyNow() });
      })
      .catch((error: unknown) => {
        // A bug of ours: it goes to whoever waits for a stage, and from there up to the caller of the run.
        launches.delete(id);
        for (const each of open.values()) {
          each.reject(error);
        }
      });
  };

  /** What the core is told of an attempt; a result is kept for the stage, unless it was there before. */
  const settled = (
    launch: Launch,
    index: number,
    task: Task,
    outcome: BatchOutcome,
  ): TaskOutcome => {
    const { stage, start: command } = launch;
    if (outcome === undefined) {
      return { kind: "undone" };
    }
    const lessons = open.has(command.stage) ? stage : undefined;
    if (!outcome.ok) {
      const attempt = { task, memory: command.memory, failure: outcome.error };
      return { kind: "failed", ...examine(lessons, index, attempt) };
    }
    if (lessons !== undefined && stage.results[index] === undefined) {
      launch.kept.add(index);
      keep(stage, index, task, outcome.value);
    }
    const { recordsIn, skipped } = outcome.value.metrics;
    return { kind: "finished", elements: recordsIn, skipped };
  };

  const keep = (stage: OpenStage, index: number, { attempt }: Task, output: TaskOutput): void => {
    const { result, metrics, deadLetters } = output;
    stage.results[index] = result;
    stage.suspicions.delete(index);
    stage.committing.delete(index);
    stage.leftOut.add(index, metrics.recordsIn, deadLetters);
    stage.spentMs += taskMs(metrics);
    stage.finished += 1;
    stage.request.committed?.(index, output);
    report({
      kind: "task-finished",
      ...placeOf(stage, index, attempt),
      metrics,
      ...(deadLetters === undefined ? {} : { deadLetters: deadLetters.key }),
      time: clock.now(),
    });
  };

  const drop = ({ launch: id, index }: Extract<CoreCommand, { kind: "dropped" }>): void => {
    const launch = launches.get(id);
    invariant(launch !== undefined, `launch ${id} ends`);
    if (!launch.kept.has(index)) {
      const place = placeOf(launch.stage, index, launch.start.attempt);
      report({ kind: "task-dropped", ...place, time: clock.now() });
    }
  };

  const finish = ({ request, results, leftOut, spentMs, finished }: OpenStage) => {
    if (finished > 0) {
      measured(request.node.id, spentMs / finished);
    }
    const failure = leftOut.verdict();
    return failure === undefined
      ? ok(Array.from({ length: request.work.count }, (_, index) => results[index]))
      : stageFailure(request, failure, 1);
  };

  const failed = (
    { request, leftOut }: OpenStage,
    { index, failure, attempts }: Extract<CoreCommand, { kind: "stage-failed" }>,
  ): Outcome<never> => {
    const shown = index === null ? withFirst(failure, leftOut.first()) : failure;
    return shown.kind === "cancelled" ? cancelled : stageFailure(request, shown, attempts);
  };

  const close = (id: StageId, outcome: (stage: OpenStage) => Outcome<Results>): void => {
    const stage = stageOf(id);
    open.delete(id);
    stage.resolve(outcome(stage));
  };

  const stageOf = (id: StageId): OpenStage => {
    const stage = open.get(id);
    invariant(stage !== undefined, `stage ${id} is open`);
    return stage;
  };

  return {
    async run(request, cancellation) {
      if (cancellation.cancelled) {
        return cancelled;
      }
      const { node, at, work, priority, guarded, recalled } = request;
      const id = stages++;
      const policy = policyOf(node);
      report({ kind: "tasks-added", step: node.id, at, tasks: work.count, time: clock.now() });
      const outcome = new Promise<Outcome<Results>>((resolve, reject) => {
        open.set(id, {
          request,
          results: [],
          suspicions: new Map(),
          leftOut: leftOutOf(request),
          underWay: 0,
          commits: createTaskCommits(store, clock),
          committing: new Map(),
          spentMs: 0,
          finished: 0,
          resolve,
          reject,
        });
      });
      feed({
        kind: "submit",
        submission: {
          stage: id,
          tasks: work.count,
          priority,
          lane: node.id,
          concurrency: concurrencyOf(node),
          policy,
          settled: settledOf(request),
          elements: policy.tolerance === null ? null : elementsOf(node, recalled?.whole ?? work),
          guarded,
          gang: false,
        },
        now: steadyNow(),
      });
      const release = cancellation.onCancel(() => {
        if (open.has(id)) {
          feed({ kind: "cancel", stage: id, now: steadyNow() });
        }
      });
      try {
        return await outcome;
      } finally {
        release();
      }
    },
    drain: () => feed({ kind: "drain", now: steadyNow() }),
    kill: () => feed({ kind: "kill", now: steadyNow() }),
    idle: () =>
      launches.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}

/** Shares are those of the whole stage. */
function leftOutOf({ node, work, recalled }: StageRequest): LeftOut {
  const whole = recalled?.whole ?? work;
  const leftOut = createLeftOut({ node, work: whole }, policyOf(node).tolerance);
  for (const [index, { metrics, deadLetters }] of recalled?.outputs ?? []) {
    leftOut.add(index, metrics.recordsIn, deadLetters);
  }
  return leftOut;
}

/** Of what is known, none is among the tasks that are given to the core; it counts all the same. */
function settledOf({ recalled }: StageRequest): Settled | null {
  if (recalled === undefined) {
    return null;
  }
  let elements = 0;
  let skipped = 0;
  for (const { metrics } of recalled.outputs.values()) {
    elements += metrics.recordsIn;
    skipped += metrics.skipped;
  }
  return { tasks: new Uint8Array(0), elements, skipped };
}
