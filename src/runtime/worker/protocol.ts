/** What the driver and a worker process say to each other, over Node's IPC channel. One message with tasks at a time. */
import type { Plan } from "../../compiler/ir/plan.ts";
import type { Failure } from "../failure.ts";
import type { BatchOutcome } from "../invoker/invoker.ts";
import type { AttemptPlace } from "../run-event.ts";
import type { PlacedCall, Task, TaskBatch } from "../task.ts";

/** What holds for all tasks of a worker. */
export interface WorkerSettings {
  readonly plan: Plan;
  /** Absolute folder that the paths in spans are relative to. */
  readonly root: string;
  /** Root folder of the file-system store. */
  readonly storeRoot: string;
  /** Texts that must not be kept with elements that are left out. */
  readonly secrets: readonly string[];
}

export type ToWorker =
  | { readonly kind: "settings"; readonly settings: WorkerSettings }
  /** `trail`: a file to keep the call in that the task is in. */
  | { readonly kind: "task"; readonly task: Task; readonly trail: string | null }
  /** One task after the other, in order. */
  | { readonly kind: "batch"; readonly batch: TaskBatch }
  /** Which call are you in? Answered by `at`, as soon as the function lets go of the event loop. */
  | { readonly kind: "where" };

export type FromWorker =
  | { readonly kind: "ready" }
  /** By task `index` of those that were sent together. */
  | {
      readonly kind: "printed";
      readonly index: number;
      readonly stream: PrintStream;
      readonly text: string;
    }
  | {
      readonly kind: "done";
      /** Of each task that was sent. */
      readonly outcomes: readonly BatchOutcome[];
      /** Code of the function is in an unknown state: no further task is to be sent. */
      readonly spoilt: boolean;
    }
  /**
   * An error that reached nobody who waits for it, and does not count for the task under way. `place` is the attempt it
   * comes from, or where that is not `certain` the latest one.
   */
  | {
      readonly kind: "left-behind";
      readonly place: AttemptPlace;
      readonly function: string | null;
      readonly certain: boolean;
      readonly failure: Failure;
    }
  /** `calls` have begun so far: the same number again is the same call. */
  | { readonly kind: "at"; readonly call: PlacedCall | null; readonly calls: number }
  /** The executor itself failed. */
  | { readonly kind: "bug"; readonly stack: string };

export type PrintStream = "stdout" | "stderr";
