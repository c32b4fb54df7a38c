/** Performs what the scheduler core commands: starts attempts, commits what they made, and feeds back how they ended. */

import type { PlanNode } from "../../compiler/ir/plan.ts";
import type { Results } from "../../control/collect.ts";
import { concurrencyOf, cpuOf, policyOf } from "../../control/policy.ts";
import type { StageWork } from "../../control/stage-work.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { JsonObject } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { CoreCommand, CoreEvent, StageId } from "../core/events.ts";
import { createCore } from "../core/state.ts";
import { step } from "../core/step.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import { taskName } from "../keys.ts";
import type { Reporter } from "../run-event.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskOutput, TaskResult } from "../task.ts";
import { attemptTask } from "./attempt-task.ts";
import type { Cancellation } from "./cancellation.ts";
import { examine, type Lessons } from "./examine-failure.ts";
import { createLeftOut, withFirst } from "./left-out.ts";
import { cancelled, type Outcome } from "./outcome.ts";

export interface StageRequest {
  readonly node: PlanNode;
  readonly at: string;
  /** Of every task. */
  readonly scope: JsonObject;
  readonly work: StageWork;
  /** Lower runs first. */
  readonly priority: number;
}

export interface TaskRunner {
  /** Results in the order of the tasks. */
  run(request: StageRequest, cancellation: Cancellation): Promise<Outcome<Results>>;
  /** Running tasks may end, nothing starts, and then every stage is cancelled. */
  drain(): void;
  /** Running tasks are aborted too. */
  kill(): void;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
}

export interface TaskRunnerAdapters {
  readonly invoker: TaskInvoker;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly report: Reporter;
}

interface OpenStage extends Lessons {
  readonly request: StageRequest;
  /** By task; holes where nothing is committed. */
  readonly results: (TaskResult | undefined)[];
  readonly resolve: (outcome: Outcome<Results>) => void;
  readonly reject: (error: unknown) => void;
}

export function createTaskRunner(
  run: string,
  seed: number,
  { invoker, store, clock, report }: TaskRunnerAdapters,
): TaskRunner {
  const core = createCore({ slots: invoker.slots, seed });
  const open = new Map<StageId, OpenStage>();
  const attempts = new Map<string, AbortController>();
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
      }
    } finally {
      stepping = false;
    }
    if (attempts.size === 0) {
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
        attempts.get(attemptId(command.stage, command.index))?.abort();
        return;
      case "wake":
        cancelWake();
        cancelWake = clock.after(Math.max(0, command.at - clock.now()), () =>
          feed({ kind: "tick", now: clock.now() }),
        );
        return;
      case "retry":
        report({
          kind: "task-retried",
          ...placeOf(command),
          failure: command.failure,
          delayMs: command.delayMs,
          time: clock.now(),
        });
        return;
      case "stage-done":
        close(command.stage, ({ request, results, leftOut }) => {
          const failure = leftOut.verdict();
          return failure === undefined
            ? ok(Array.from({ length: request.work.count }, (_, index) => results[index]))
            : stageFailure(request, failure, 1);
        });
        return;
      case "stage-failed":
        fail(command);
        return;
      case "stage-cancelled":
        close(command.stage, () => cancelled);
        return;
      default:
        assertNever(command);
    }
  };

  const start = (command: Extract<CoreCommand, { kind: "start" }>): void => {
    const { request, suspicions, leftOut } = stageOf(command.stage);
    const suspicion = suspicions.get(command.index);
    const task: Task = {
      run,
      node: request.node.id,
      at: request.at,
      work: request.work.at(command.index),
      attempt: command.attempt,
      scope: request.scope,
      ...(suspicion === undefined ? {} : { care: { poison: suspicion.poison } }),
    };
    const { memory, timeoutMs } = command;
    const limits: TaskLimits = {
      memory,
      timeoutMs,
      cpu: cpuOf(request.node),
      eachCall: suspicion !== undefined && leftOut.tolerates,
    };
    const abort = new AbortController();
    const id = attemptId(command.stage, command.index);
    attempts.set(id, abort);
    report({ kind: "task-started", ...attemptPlace(task), time: clock.now() });
    attemptTask(task, limits, abort.signal, { invoker, store })
      .finally(() => attempts.delete(id))
      .then((outcome) => feed(settled(command, task, outcome)))
      .catch((error: unknown) => {
        // A bug of ours: it goes to whoever waits for a stage, and from there up to the caller of the run.
        for (const stage of open.values()) {
          stage.reject(error);
        }
      });
  };

  const settled = (
    { stage, index, memory }: Extract<CoreCommand, { kind: "start" }>,
    task: Task,
    outcome: Result<TaskOutput, Failure>,
  ): CoreEvent => {
    const now = clock.now();
    const waiter = open.get(stage);
    if (!outcome.ok) {
      return {
        kind: "failed",
        stage,
        index,
        now,
        ...examine(waiter, index, { task, memory, failure: outcome.error }),
      };
    }
    const { result, metrics, deadLetters } = outcome.value;
    if (waiter !== undefined) {
      waiter.results[index] = result;
      waiter.suspicions.delete(index);
      waiter.leftOut.add(index, metrics.recordsIn, deadLetters);
      report({
        kind: "task-finished",
        ...attemptPlace(task),
        metrics,
        ...(deadLetters === undefined ? {} : { deadLetters: deadLetters.key }),
        time: now,
      });
    }
    return {
      kind: "finished",
      stage,
      index,
      elements: metrics.recordsIn,
      skipped: metrics.skipped,
      now,
    };
  };

  const fail = (command: Extract<CoreCommand, { kind: "stage-failed" }>): void => {
    const { request, leftOut } = stageOf(command.stage);
    const { attempts: count } = command;
    const failure =
      command.index === null ? withFirst(command.failure, leftOut.first()) : command.failure;
    if (command.index !== null) {
      const place = placeOf({ ...command, index: command.index });
      report({ kind: "task-failed", ...place, failure, time: clock.now() });
    }
    close(command.stage, () =>
      failure.kind === "cancelled" ? cancelled : stageFailure(request, failure, count),
    );
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

  const placeOf = (command: {
    readonly stage: StageId;
    readonly index: number;
    readonly attempt?: number;
    readonly attempts?: number;
  }) => {
    const { request } = stageOf(command.stage);
    return {
      step: request.node.id,
      at: request.at,
      task: taskName(request.work.at(command.index)),
      attempt: command.attempt ?? command.attempts ?? 1,
    };
  };

  return {
    async run(request, cancellation) {
      if (cancellation.cancelled) {
        return cancelled;
      }
      const id = stages++;
      const place = { step: request.node.id, at: request.at };
      report({ kind: "tasks-added", ...place, tasks: request.work.count, time: clock.now() });
      const outcome = new Promise<Outcome<Results>>((resolve, reject) => {
        open.set(id, {
          request,
          results: [],
          suspicions: new Map(),
          leftOut: createLeftOut(request, policyOf(request.node).tolerance),
          resolve,
          reject,
        });
      });
      feed({
        kind: "submit",
        submission: {
          stage: id,
          tasks: request.work.count,
          priority: request.priority,
          lane: request.node.id,
          concurrency: concurrencyOf(request.node),
          policy: policyOf(request.node),
        },
        now: clock.now(),
      });
      const release = cancellation.onCancel(() => {
        if (open.has(id)) {
          feed({ kind: "cancel", stage: id, now: clock.now() });
        }
      });
      try {
        return await outcome;
      } finally {
        release();
      }
    },
    drain: () => feed({ kind: "drain", now: clock.now() }),
    kill: () => feed({ kind: "kill", now: clock.now() }),
    idle: () =>
      attempts.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}

function stageFailure({ node, at }: StageRequest, failure: Failure, attempts: number) {
  return err({ kind: "failed" as const, failure, step: node.id, at, attempts });
}

const attemptId = (stage: StageId, index: number): string => `${stage}/${index}`;

function attemptPlace(task: Task) {
  return { step: task.node, at: task.at, task: taskName(task.work), attempt: task.attempt };
}
