/** What the driver and a worker process say to each other, over Node's IPC channel. One task at a time. */
import type { Plan } from "../../compiler/ir/plan.ts";
import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { AttemptPlace } from "../run-event.ts";
import type { PlacedCall, Task, TaskOutput } from "../task.ts";

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
  /** Which call are you in? Answered by `at`, as soon as the function lets go of the event loop. */
  | { readonly kind: "where" };

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "printed"; readonly stream: PrintStream; readonly text: string }
  | {
      readonly kind: "done";
      readonly result: Result<TaskOutput, Failure>;
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
