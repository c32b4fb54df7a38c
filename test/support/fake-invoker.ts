import type { Failure } from "../../src/runtime/failure.ts";
import type { BatchOutcome, TaskInvoker, TaskLimits } from "../../src/runtime/invoker/invoker.ts";
import type {
  Task,
  TaskBatch,
  TaskMetrics,
  TaskOutput,
  TaskResult,
} from "../../src/runtime/task.ts";
import { failureOf } from "../../src/runtime/task-error.ts";
import { err, ok, type Result } from "../../src/shared/result.ts";
import type { FakeClock } from "./fake-clock.ts";
import { metricsOf } from "./task-metrics.ts";

export interface FakeInvoker extends TaskInvoker {
  /** Attempts in the order in which they started. */
  readonly started: readonly Task[];
  /** Most attempts that ran at once, in all and of one node. */
  readonly peak: { readonly all: number; readonly byNode: ReadonlyMap<string, number> };
  readonly closed: boolean;
  /** Indices of the tasks that were sent together. */
  readonly batches: readonly (readonly number[])[];
}

export interface FakeBehaviour {
  readonly slots: number;
  readonly clock: FakeClock;
  /** Virtual milliseconds an attempt takes. */
  readonly duration: (task: Task) => number;
  readonly execute: (task: Task) => Result<TaskResult, Failure>;
  readonly metrics?: (task: Task) => Partial<TaskMetrics>;
  /** Whether it takes batches; a failure that ends a worker breaks one off. */
  readonly batches?: boolean;
}

export function createFakeInvoker(behaviour: FakeBehaviour): FakeInvoker {
  const { slots, clock, duration, execute } = behaviour;
  const started: Task[] = [];
  const running = new Map<string, number>();
  const byNode = new Map<string, number>();
  const peak = { all: 0, byNode };
  let now = 0;
  let closed = false;
  const batches: number[][] = [];

  const count = (node: string, by: number): void => {
    now += by;
    const ofNode = (running.get(node) ?? 0) + by;
    running.set(node, ofNode);
    byNode.set(node, Math.max(byNode.get(node) ?? 0, ofNode));
    peak.all = Math.max(peak.all, now);
  };

  const outcomeOf = (task: Task): Result<TaskOutput, Failure> => {
    const result = execute(task);
    return result.ok
      ? ok({ result: result.value, metrics: { ...noMetrics, ...behaviour.metrics?.(task) } })
      : result;
  };

  const invokeBatch = (
    { works, ...shared }: TaskBatch,
    _limits: TaskLimits,
    signal: AbortSignal,
  ): Promise<readonly BatchOutcome[]> => {
    const tasks = works.map((work): Task => ({ ...shared, work }));
    batches.push(works.map((work) => (work.kind === "map" ? work.index : -1)));
    started.push(...tasks);
    count(shared.node, 1);
    return new Promise((resolve) => {
      const end = (outcomes: readonly BatchOutcome[]): void => {
        count(shared.node, -1);
        resolve(outcomes);
      };
      const undone = tasks.map(() => undefined);
      const ms = tasks.reduce((sum, task) => sum + duration(task), 0);
      const stop = clock.after(ms, () => {
        const outcomes = tasks.map(outcomeOf);
        const isLost = outcomes.some(
          (outcome) => !outcome.ok && outcome.error.kind === "out-of-memory",
        );
        end(isLost ? undone : outcomes);
      });
      signal.addEventListener("abort", () => {
        stop();
        end(undone);
      });
    });
  };

  return {
    name: "fake",
    slots,
    started,
    peak,
    batches,
    ...(behaviour.batches === true && { invokeBatch }),
    get closed() {
      return closed;
    },
    invoke(task, _limits, signal) {
      started.push(task);
      count(task.node, 1);
      return new Promise((resolve) => {
        const end = (outcome: Result<TaskOutput, Failure>): void => {
          count(task.node, -1);
          resolve(outcome);
        };
        const stop = clock.after(duration(task), () => end(outcomeOf(task)));
        signal.addEventListener("abort", () => {
          stop();
          end(err(failureOf("cancelled", "cancelled")));
        });
      });
    },
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

const noMetrics = metricsOf({ recordsIn: 1, recordsOut: 1 });
