/** What happens in a run, for reporters, as JSON. Whoever listens cannot affect the run. `time` is ms since 1970. */
import type { NodeId } from "../compiler/ir/plan.ts";
import type { Skew } from "../compiler/ir/value.ts";
import type { Failure } from "./failure.ts";
import type { RunFailure } from "./run-failure.ts";
import type { TaskMetrics } from "./task.ts";

export type RunEvent = { readonly time: number } & (
  | {
      readonly kind: "run-started";
      readonly run: string;
      readonly workflow: string;
      readonly invoker: string;
      readonly slots: number;
    }
  /** The run was interrupted: what runs may end and is committed, and nothing starts. */
  | { readonly kind: "run-draining"; readonly run: string }
  /** Once per iteration of the regions around the step: `at` tells them apart. */
  | ({ readonly kind: "step-started" } & StepPlace)
  /** The step has so many tasks more; a fold learns of them level by level. */
  | ({ readonly kind: "tasks-added"; readonly tasks: number } & StepPlace)
  /** So many tasks of the step were done before, and are not done again; `reused` of them by other runs. */
  | ({
      readonly kind: "tasks-recalled";
      readonly tasks: number;
      readonly reused: number;
    } & StepPlace)
  | ({ readonly kind: "task-started" } & AttemptPlace)
  | ({
      readonly kind: "task-finished";
      readonly metrics: TaskMetrics;
      /** Key of the object that keeps what `on_error skip` left out; absent where it left out nothing. */
      readonly deadLetters?: string;
    } & AttemptPlace)
  /** The attempt failed and there will be another one. */
  | ({
      readonly kind: "task-retried";
      readonly failure: Failure;
      readonly delayMs: number;
    } & AttemptPlace)
  /**
   * The attempt has been in one call of a function for `waitedMs`, and its timeout ends it in `endsInMs`. `item` is what
   * the function was given; null where that is not known.
   */
  | ({
      readonly kind: "task-waiting";
      readonly item: string | null;
      readonly waitedMs: number;
      readonly endsInMs: number | null;
    } & AttemptPlace)
  /**
   * The attempt came to nothing, which counts for nothing: a copy of it was there first or still runs, the batch it was in
   * broke off, or its step does not go on. Every attempt that started ends with one of these four.
   */
  | ({ readonly kind: "task-dropped" } & AttemptPlace)
  /** The last attempt failed, and the step with it. */
  | ({ readonly kind: "task-failed"; readonly failure: Failure } & AttemptPlace)
  /** `skew`: how an exchange has spread its rows; absent for other steps, and where there is nothing to spread. */
  | ({ readonly kind: "step-finished"; readonly skew?: Skew } & StepPlace)
  | ({ readonly kind: "step-failed"; readonly failure: Failure } & StepPlace)
  | ({ readonly kind: "step-cancelled" } & StepPlace)
  /** An object was lost or damaged, and the task that made it has made it again. */
  | ({ readonly kind: "task-repaired"; readonly object: string } & AttemptPlace)
  /** Something that a person should know of how the run goes: a clause. */
  | { readonly kind: "note"; readonly text: string }
  /** A line that a function printed. */
  | ({
      readonly kind: "log";
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    } & AttemptPlace)
  /**
   * An error of a promise or a timer that a function left behind, met when its task was over: no task fails for it.
   * `certain`: it comes from this attempt; else from one before in the same worker. `function` is null where it is not known.
   */
  | ({
      readonly kind: "error-left-behind";
      readonly function: string | null;
      readonly certain: boolean;
      readonly failure: Failure;
    } & AttemptPlace)
  | {
      readonly kind: "run-finished";
      readonly run: string;
      readonly outcome: "done" | "failed" | "cancelled";
      readonly failure: RunFailure | null;
      readonly elapsedMs: number;
    }
);

export interface StepPlace {
  readonly step: NodeId;
  /** Index path of the regions around it; `""` at the top. */
  readonly at: string;
}

export interface AttemptPlace extends StepPlace {
  /** The task's name within its step, as in its key: `17`, `1_3`. */
  readonly task: string;
  /** From 1. */
  readonly attempt: number;
}

export type RunEventOf<Kind extends RunEvent["kind"]> = Extract<RunEvent, { kind: Kind }>;

/** Must not throw; called in the order of events. */
export type Reporter = (event: RunEvent) => void;
