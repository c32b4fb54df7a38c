/** What the pool knows of a worker, and of the attempt that one has been given. */
import type { Failure } from "../failure.ts";
import type { BatchOutcome } from "../invoker/invoker.ts";
import type { Task, TaskWork } from "../task.ts";
import type { AttemptWatch } from "./attempt-watch.ts";
import type { ToWorker } from "./protocol.ts";
import type { TrailReader } from "./trail.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** Tasks that one worker does in one go. */
export interface Job {
  /** The first one. */
  readonly task: Task;
  readonly works: readonly TaskWork[];
  readonly request: (trail: string | null) => ToWorker;
  readonly timeoutMs: number | null;
  readonly eachCall: boolean;
  readonly memory: number;
  readonly cpu: number | null;
  readonly signal: AbortSignal;
  readonly resolve: (outcomes: readonly BatchOutcome[]) => void;
  /** None of the tasks came to its end. */
  readonly lose: (failure: Failure) => void;
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
