/**
 * Worker processes for the tasks of one run. A worker runs one task at a time, serves tasks of one memory limit, and is
 * used again until a task spoils it: a limit that is broken kills it, and the next task gets another one.
 */
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import type { Task, TaskOutput } from "../task.ts";
import { failureOf } from "../task-error.ts";
import type { FromWorker, PrintStream, WorkerSettings } from "./protocol.ts";
import { createReaper } from "./reaper.ts";
import { failureOfEnd, failureToStart, outOfMemory, timeout } from "./worker-failure.ts";
import { startWorker, type WorkerEnd, type WorkerProcess } from "./worker-process.ts";

export interface PoolOptions {
  /** Module that a worker process runs: it calls `serveTasks`. */
  readonly entry: URL;
  readonly settings: WorkerSettings;
  /** Processes at once. */
  readonly workers: number;
  /** Bytes; of the workers that are started ahead of the first task. */
  readonly memory: number;
  /** A line that a task printed. */
  readonly printed: (task: Task, stream: PrintStream, text: string) => void;
}

/** Least limit that can be held: a worker needs so much before it runs anything. */
export const LEAST_MEMORY = 128 * 1024 * 1024;

const POLL_MS = 50;

/** Timers that are set for longer fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Job {
  readonly task: Task;
  readonly timeoutMs: number | null;
  readonly memory: number;
  readonly signal: AbortSignal;
  readonly resolve: (result: Result<TaskOutput, Failure>) => void;
  readonly reject: (bug: Error) => void;
}

interface Worker {
  readonly process: WorkerProcess;
  readonly forkedAt: number;
  ready: boolean;
  /** How long it took to start, until a task has accounted for it. */
  startMs: number;
  job: Job | undefined;
  resident: number;
  /** Why we killed it. */
  cause: Failure | undefined;
  timer: NodeJS.Timeout | undefined;
}

export function createWorkerPool(options: PoolOptions): TaskInvoker {
  const workers = new Set<Worker>();
  const queue: Job[] = [];
  const reaper = createReaper();
  const closing: (() => void)[] = [];
  let closed = false;
  let poll: NodeJS.Timeout | undefined;

  const pump = (): void => {
    while (!closed) {
      const [job] = queue;
      const worker = job === undefined ? undefined : workerFor(job.memory);
      if (job === undefined || worker === undefined) {
        return;
      }
      queue.shift();
      worker.job = job;
      job.signal.addEventListener("abort", () => stop(worker, job, cancelledFailure), {
        once: true,
      });
      if (worker.ready) {
        dispatch(worker, job);
      }
    }
  };

  /** An idle worker with this limit, else a new one, in the place of an idle one with another limit if need be. */
  const workerFor = (memory: number): Worker | undefined => {
    const idle = [...workers].filter(({ job, cause }) => job === undefined && cause === undefined);
    const fitting = idle.filter(({ process }) => process.memory === memory);
    const warm = fitting.find(({ ready }) => ready) ?? fitting[0];
    if (warm !== undefined) {
      return warm;
    }
    if (workers.size >= options.workers) {
      const [retired] = idle;
      if (retired === undefined) {
        return undefined;
      }
      retire(retired);
    }
    return start(memory);
  };

  const start = (memory: number): Worker => {
    const process = startWorker(options.entry, options.settings, memory, {
      message: (message) => receive(worker, message),
      exit: (end) => ended(worker, end),
      printed: (stream, text) => {
        if (worker.job !== undefined) {
          for (const line of text.split("\n").filter((part) => part !== "")) {
            options.printed(worker.job.task, stream, line);
          }
        }
      },
    });
    const worker: Worker = {
      process,
      forkedAt: performance.now(),
      ready: false,
      startMs: 0,
      job: undefined,
      resident: 0,
      cause: undefined,
      timer: undefined,
    };
    workers.add(worker);
    if (process.pid !== undefined) {
      reaper.add(process.pid);
    }
    return worker;
  };

  const dispatch = (worker: Worker, job: Job): void => {
    worker.resident = 0;
    worker.process.send({ kind: "task", task: job.task });
    if (job.timeoutMs !== null) {
      const { timeoutMs } = job;
      worker.timer = setTimeout(
        () => stop(worker, job, timeout(timeoutMs)),
        Math.min(timeoutMs, LONGEST_TIMER_MS),
      );
    }
    poll ??= setInterval(watchMemory, POLL_MS);
  };

  const receive = (worker: Worker, message: FromWorker): void => {
    const { job } = worker;
    switch (message.kind) {
      case "ready":
        worker.ready = true;
        worker.startMs = performance.now() - worker.forkedAt;
        if (job !== undefined) {
          dispatch(worker, job);
        }
        return;
      case "printed":
        if (job !== undefined) {
          options.printed(job.task, message.stream, message.text);
        }
        return;
      case "done":
        if (job !== undefined && worker.cause === undefined) {
          const { startMs } = worker;
          worker.startMs = 0;
          release(worker);
          if (message.spoilt) {
            retire(worker);
          }
          job.resolve(withStart(message.result, startMs));
          pump();
        }
        return;
      case "bug":
        if (job !== undefined) {
          release(worker);
          retire(worker);
          job.reject(new Error(`a worker met a bug: ${message.stack}`));
        }
        return;
      default:
        message satisfies never;
    }
  };

  const ended = (worker: Worker, end: WorkerEnd): void => {
    workers.delete(worker);
    if (worker.process.pid !== undefined) {
      reaper.remove(worker.process.pid);
    }
    const { job } = worker;
    if (job !== undefined) {
      release(worker);
      const memory = { resident: worker.resident, limit: worker.process.memory };
      job.resolve(
        err(worker.cause ?? (worker.ready ? failureOfEnd(end, memory) : failureToStart(end))),
      );
    }
    if (closed && workers.size === 0) {
      for (const resolve of closing) {
        resolve();
      }
    }
    pump();
  };

  /** The attempt is over when the process is: nothing of it may still write. */
  const stop = (worker: Worker, job: Job, cause: Failure): void => {
    if (worker.job === job && worker.cause === undefined) {
      worker.cause = cause;
      worker.process.kill();
    }
  };

  const retire = (worker: Worker): void => {
    worker.cause = cancelledFailure;
    workers.delete(worker);
    worker.process.kill();
  };

  const release = (worker: Worker): void => {
    clearTimeout(worker.timer);
    worker.job = undefined;
    if (![...workers].some(({ job }) => job !== undefined)) {
      clearInterval(poll);
      poll = undefined;
    }
  };

  const watchMemory = (): void => {
    for (const worker of workers) {
      if (worker.job !== undefined && worker.ready) {
        worker.resident = worker.process.resident() ?? worker.resident;
        if (worker.resident > worker.process.memory) {
          stop(worker, worker.job, outOfMemory(worker.process.memory));
        }
      }
    }
  };

  const pool: TaskInvoker = {
    name: "workers",
    slots: options.workers,
    invoke: (task, limits, signal) =>
      new Promise((resolve, reject) => {
        if (closed || signal.aborted) {
          resolve(err(cancelledFailure));
          return;
        }
        queue.push({
          task,
          timeoutMs: limits.timeoutMs,
          memory: heldLimit(limits, options.memory),
          signal,
          resolve,
          reject,
        });
        pump();
      }),
    close() {
      closed = true;
      clearInterval(poll);
      for (const job of queue.splice(0)) {
        job.resolve(err(cancelledFailure));
      }
      const gone =
        workers.size === 0 ? Promise.resolve() : new Promise<void>((r) => closing.push(r));
      for (const worker of workers) {
        worker.cause ??= cancelledFailure;
        worker.process.kill();
      }
      return gone.then(() => reaper.close());
    },
  };

  for (let i = 0; i < options.workers; i++) {
    start(heldLimit({ timeoutMs: null, memory: options.memory }, options.memory));
  }
  return pool;
}

const cancelledFailure = failureOf("cancelled", "cancelled");

function heldLimit(limits: TaskLimits, otherwise: number): number {
  return Math.max(LEAST_MEMORY, limits.memory ?? otherwise);
}

function withStart(
  result: Result<TaskOutput, Failure>,
  startMs: number,
): Result<TaskOutput, Failure> {
  return result.ok && startMs > 0
    ? ok({ ...result.value, metrics: { ...result.value.metrics, startMs } })
    : result;
}
