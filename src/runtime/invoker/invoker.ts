import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { Task, TaskBatch, TaskOutput } from "../task.ts";

/** A way to have a task executed: in this process, in a worker process, by a cloud function. */
export interface TaskInvoker {
  readonly name: string;
  /** Tasks it can run at once. */
  readonly slots: number;
  /**
   * Resolves when the attempt is over; rejects for a bug of ours only. An aborted signal ends the attempt with `cancelled`; limits of
   * `limits` are the invoker's to enforce.
   */
  invoke(task: Task, limits: TaskLimits, signal: AbortSignal): Promise<Result<TaskOutput, Failure>>;
  /**
   * As `invoke`, for several tasks by one worker. Outcomes are those of the tasks in order; undefined for one that did not
   * come to its end through no fault of its own, since the batch broke off: it was aborted, a limit was exceeded, the
   * worker was lost. Limits hold for the batch as a whole. Absent where tasks can only be sent one by one.
   */
  invokeBatch?(
    batch: TaskBatch,
    limits: TaskLimits,
    signal: AbortSignal,
  ): Promise<readonly BatchOutcome[]>;
  /** Ends workers and frees what they hold. */
  close(): Promise<void>;
}

export type BatchOutcome = Result<TaskOutput, Failure> | undefined;

export interface TaskLimits {
  /** Of this attempt; null: none. */
  readonly timeoutMs: number | null;
  /** Bytes; null: none. */
  readonly memory: number | null;
  /** Cores, of which an invoker that cannot hold them says so; null or absent: no limit. */
  readonly cpu?: number | null;
  /** Whether `timeoutMs` holds for each call of a function alone: the attempt looks for one that does not end. */
  readonly eachCall?: boolean;
}
