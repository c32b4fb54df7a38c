import type { PlanFunction } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import type { TaskStore } from "../store/object-store.ts";
import type { Task } from "../task.ts";
import type { BeyondRecorder } from "./beyond.ts";
import type { CallWatch } from "./call-watch.ts";
import type { DeadLetterWriter } from "./dead-letters.ts";

/** An exported function of a user's module. */
export type FlowFunction = (...args: readonly unknown[]) => unknown;

/** What a task needs of the process it runs in. */
export interface ExecutorEnvironment {
  /** Writes under the attempt's own prefix. */
  readonly store: TaskStore;
  /** Path on this machine of a location (`FileValue.path`). */
  readonly localPath: (location: string) => string;
  /** Kept by whoever gives it: it is asked for in every task. Rejects with a `TaskError` where there is none. */
  readonly loadFunction: (declared: PlanFunction) => Promise<FlowFunction>;
  /** Absolute path of a folder of this attempt alone, which is there and is deleted afterwards. */
  readonly temporaryDirectory: string;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Aborts when the attempt is to end. */
  readonly signal: AbortSignal;
  readonly log: (level: LogLevel, message: string) => void;
  /** Adds to a counter of the run. */
  readonly count: (name: string, by: number) => void;
  /** Bytes of elements that an exchange holds before it spills; null: from the memory declared for the node. */
  readonly spillLimit?: number | null;
  /** Is told of every call; absent where nobody asks. */
  readonly watch?: CallWatch;
  /** Takes secrets out of a text that is kept; absent where there are none. */
  readonly conceal?: (text: string) => string;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** What all parts of one task share. */
export interface TaskContext {
  readonly environment: ExecutorEnvironment;
  readonly store: TaskStore;
  readonly meter: Meter;
  readonly task: Task;
  readonly names: ObjectNames;
  readonly beyond: BeyondRecorder;
  readonly watch: CallWatch;
  /** Elements that `on_error skip` leaves out. */
  readonly skipped: DeadLetterWriter;
  /** The value of a name in the task's scope. */
  readonly lookUp: (id: string) => Json;
}

/** Names of the objects that a task writes, each different. */
export interface ObjectNames {
  next(kind: string): string;
}

export function createObjectNames(): ObjectNames {
  let count = 0;
  return {
    next(kind) {
      count += 1;
      return `${kind}-${count}`;
    },
  };
}
