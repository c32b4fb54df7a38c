/** What the driver and a worker process say to each other, over Node's IPC channel. One task at a time. */
import type { Plan } from "../../compiler/ir/plan.ts";
import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { Task, TaskOutput } from "../task.ts";

/** What holds for all tasks of a worker. */
export interface WorkerSettings {
  readonly plan: Plan;
  /** Absolute folder that the paths in spans are relative to. */
  readonly root: string;
  /** Root folder of the file-system store. */
  readonly storeRoot: string;
}

export type ToWorker =
  | { readonly kind: "settings"; readonly settings: WorkerSettings }
  | { readonly kind: "task"; readonly task: Task };

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "printed"; readonly stream: PrintStream; readonly text: string }
  | {
      readonly kind: "done";
      readonly result: Result<TaskOutput, Failure>;
      /** Code of the function is in an unknown state: no further task is to be sent. */
      readonly spoilt: boolean;
    }
  /** The executor itself failed. */
  | { readonly kind: "bug"; readonly stack: string };

export type PrintStream = "stdout" | "stderr";
