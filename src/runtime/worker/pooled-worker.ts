/** What the pool knows of a worker, and of the attempt that one has been given. */
import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { Task, TaskOutput } from "../task.ts";
import type { AttemptWatch } from "./attempt-watch.ts";
import type { TrailReader } from "./trail.ts";
import type { WorkerProcess } from "./worker-process.ts";

export interface Job {
  readonly task: Task;
  readonly timeoutMs: number | null;
  readonly eachCall: boolean;
  readonly memory: number;
  readonly cpu: number | null;
  readonly signal: AbortSignal;
  readonly resolve: (result: Result<TaskOutput, Failure>) => void;
  readonly reject: (bug: Error) => void;
}

export interface PooledWorker {
  readonly process: WorkerProcess;
  readonly forkedAt: number;
  ready: boolean;
  /** How long it took to start, until a task has accounted for it. */
  startMs: number;
  job: Job | undefined;
  resident: number;
  /** Why we killed it. */
  cause: Failure | undefined;
  watch: AttemptWatch | undefined;
  trail: TrailReader | undefined;
  /** Tasks that were sent to it. */
  served: number;
}
