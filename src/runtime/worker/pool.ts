/**
 * Worker processes for the tasks of one run. A worker runs one task at a time, serves tasks of one limit of memory and
 * one share of CPU, and is used again until a task spoils it: a limit that is broken kills it, and the next task gets
 * another one.
 */
import { randomUUID } from "node:crypto";
import { env as environment, pid as processId } from "node:process";
import { err, ok } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { BatchOutcome, TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import type { Task, TaskOutput } from "../task.ts";
import { failureOf } from "../task-error.ts";
import { watchAttempt } from "./attempt-watch.ts";
import { type Cgroups, createCgroups } from "./cgroups.ts";
import { groupFiles } from "./group-files.ts";
import type { Job, PooledWorker } from "./pooled-worker.ts";
import type { FromWorker, PrintStream, WorkerSettings } from "./protocol.ts";
import { createReaper, type Reaper } from "./reaper.ts";
import { newTrailPath, readTrail } from "./trail.ts";
import { failureOfEnd, failureToStart, inCall, outOfMemory, timeout } from "./worker-failure.ts";
import { MARK, startWorker, type WorkerEnd } from "./worker-process.ts";

export interface PoolOptions {
  /** Module that a worker process runs: it calls `serveTasks`. */
  readonly entry: URL;
  readonly settings: WorkerSettings;
  /** Processes at once. */
  readonly workers: number;
  /** Bytes; of workers whose task has no limit of its own. */
  readonly memory: number;
  /** Holds shares of CPU; by default those of this machine. */
  readonly cgroups?: Cgroups;
  /** Milliseconds in one call of a function without output, after which `waiting` is called. */
  readonly quietMs?: number;
  /** A line that a task printed. */
  readonly printed: (task: Task, stream: PrintStream, text: string) => void;
  /** Something that a person should know of how tasks are run: a clause. */
  readonly note?: (text: string) => void;
  /** A function left an error behind that counts for no task. */
  readonly leftBehind?: (error: ErrorLeftBehind) => void;
  /**
   * Once at most for an attempt: it has not come on for `forMs`; its timeout ends it in `endsInMs`. `item` is what the
   * function was given, null where it does not let the worker say so.
   */
  readonly waiting?: (
    task: Task,
    item: string | null,
    forMs: number,
    endsInMs: number | null,
  ) => void;
}

export type ErrorLeftBehind = Omit<Extract<FromWorker, { kind: "left-behind" }>, "kind">;

/** Least limit that can be held: a worker needs so much before it runs anything. */
export const LEAST_MEMORY = 128 * 1024 * 1024;

const POLL_MS = 50;

const QUIET_MS = 30_000;

export function createWorkerPool(options: PoolOptions): TaskInvoker {
  const workers = new Set<PooledWorker>();
  const queue: Job[] = [];
  let reaper: Reaper | undefined;
  const closing: (() => void)[] = [];
  let closed = false;
  let poll: NodeJS.Timeout | undefined;
  let { cgroups } = options;
  let toldOfCpu = false;
  const mark = randomUUID();
  let started = 0;

  /** With the first task come the workers for those that are likely to follow. */
  let prepared = false;
  const prepare = (): void => {
    for (let i = workers.size; !prepared && i < options.workers; i++) {
      start(heldLimit(queue[0]?.memory ?? options.memory), queue[0]?.cpu ?? null);
    }
    prepared = true;
  };

  const pump = (): void => {
    while (!closed) {
      const [job] = queue;
      const worker = job === undefined ? undefined : workerFor(job);
      if (job === undefined || worker === undefined) {
        return;
      }
      queue.shift();
      worker.job = job;
      tellOfCpu(job);
      job.signal.addEventListener("abort", () => stop(worker, job, cancelledFailure), {
        once: true,
      });
      if (worker.ready) {
        dispatch(worker, job);
      }
    }
  };

  /**
   * An idle worker with these limits, else a new one, in the place of an idle one with others if need be. What tasks
   * before it have left in a worker must not be held against an element that is under suspicion.
   */
  const workerFor = ({ memory, cpu, task }: Job): PooledWorker | undefined => {
    const idle = [...workers].filter(({ job, cause }) => job === undefined && cause === undefined);
    const fitting = idle.filter(
      ({ process, served }) =>
        process.memory === memory &&
        process.cpu === cpu &&
        (task.care === undefined || served === 0),
    );
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
    return start(memory, cpu);
  };

  /** Once: a limit that is not held must not look as if it were. */
  const tellOfCpu = ({ cpu }: Job): void => {
    const problem = cpu === null ? null : (cgroups?.cpuProblem ?? null);
    if (problem !== null && !toldOfCpu) {
      toldOfCpu = true;
      options.note?.(`cpu ${cpu} is not enforced here: ${problem}`);
    }
  };

  const start = (memory: number, cpu: number | null): PooledWorker => {
    cgroups ??= createCgroups(groupFiles, processId, environment["FLOW_CGROUP"]);
    const limits = { memory, cpu, group: cgroups.create({ memory, cpu }) };
    const process = startWorker(options.entry, options.settings, limits, `${mark}.${started++}`, {
      message: (message) => receive(worker, message),
      exit: (end) => ended(worker, end),
      printed: (stream, text) => {
        if (worker.job !== undefined) {
          worker.watch?.heard();
          for (const line of text.split("\n").filter((part) => part !== "")) {
            options.printed(worker.job.task, stream, line);
          }
        }
      },
    });
    const worker: PooledWorker = {
      process,
      forkedAt: performance.now(),
      ready: false,
      startMs: 0,
      job: undefined,
      resident: 0,
      cause: undefined,
      watch: undefined,
      trail: undefined,
      served: 0,
    };
    workers.add(worker);
    if (process.pid !== undefined) {
      reaper ??= createReaper(`${MARK}=${mark}.`);
      reaper.add(process.pid);
    }
    return worker;
  };

  const dispatch = (worker: PooledWorker, job: Job): void => {
    worker.resident = 0;
    worker.served += 1;
    const trail = job.task.care === undefined ? null : newTrailPath(options.settings.storeRoot);
    worker.trail = trail === null ? undefined : readTrail(trail);
    worker.watch = watchAttempt({
      timeoutMs: job.timeoutMs,
      trail: worker.trail ?? null,
      eachCall: job.eachCall && trail !== null,
      quietMs: options.quietMs ?? QUIET_MS,
      ask: () => worker.process.send({ kind: "where" }),
      expired: (at) => stop(worker, job, timeout(job.timeoutMs ?? 0, at)),
      quiet: (at, forMs, endsInMs) =>
        options.waiting?.(job.task, at?.item ?? null, forMs, endsInMs),
    });
    worker.process.send(job.request(trail));
    poll ??= setInterval(look, POLL_MS);
  };

  const receive = (worker: PooledWorker, message: FromWorker): void => {
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
          worker.watch?.heard();
          options.printed(taskAt(job, message.index), message.stream, message.text);
        }
        return;
      case "at":
        worker.watch?.answered(message.call, message.calls);
        return;
      case "done":
        if (job !== undefined && worker.cause === undefined) {
          const { startMs } = worker;
          worker.startMs = 0;
          release(worker);
          if (message.spoilt) {
            retire(worker);
          }
          job.resolve(withStart(message.outcomes, startMs));
          pump();
        }
        return;
      case "left-behind": {
        const { kind: _, ...error } = message;
        if (!closed && worker.cause === undefined) {
          options.leftBehind?.(error);
          // With a task it is retired when that is over: the worker says so.
          if (job === undefined) {
            retire(worker);
          }
        }
        return;
      }
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

  const ended = (worker: PooledWorker, end: WorkerEnd): void => {
    workers.delete(worker);
    if (worker.process.pid !== undefined) {
      reaper?.remove(worker.process.pid);
    }
    const { job } = worker;
    if (job !== undefined) {
      const memory = { resident: worker.resident, limit: worker.process.memory };
      const failure =
        worker.cause ?? (worker.ready ? failureOfEnd(end, memory) : failureToStart(end));
      const at = worker.trail?.last();
      release(worker);
      job.lose(inCall(failure, at));
    }
    if (closed && workers.size === 0) {
      for (const resolve of closing) {
        resolve();
      }
    }
    pump();
  };

  /** The attempt is over when the process is: nothing of it may still write. */
  const stop = (worker: PooledWorker, job: Job, cause: Failure): void => {
    if (worker.job === job && worker.cause === undefined) {
      worker.cause = cause;
      worker.process.kill();
    }
  };

  const retire = (worker: PooledWorker): void => {
    worker.cause = cancelledFailure;
    workers.delete(worker);
    worker.process.kill();
  };

  const release = (worker: PooledWorker): void => {
    worker.watch?.stop();
    worker.watch = undefined;
    worker.trail?.remove();
    worker.trail = undefined;
    worker.job = undefined;
    if (![...workers].some(({ job }) => job !== undefined)) {
      clearInterval(poll);
      poll = undefined;
    }
  };

  const look = (): void => {
    for (const worker of workers) {
      if (worker.job !== undefined && worker.ready) {
        worker.watch?.look();
        worker.resident = worker.process.resident() ?? worker.resident;
        if (worker.resident > worker.process.memory) {
          stop(worker, worker.job, outOfMemory(worker.process.memory));
        }
      }
    }
  };

  const enqueue = (job: Job): void => {
    if (closed || job.signal.aborted) {
      job.lose(cancelledFailure);
      return;
    }
    queue.push(job);
    prepare();
    pump();
  };

  const heldLimits = (limits: TaskLimits): HeldLimits => ({
    timeoutMs: limits.timeoutMs,
    eachCall: limits.eachCall ?? false,
    memory: heldLimit(limits.memory ?? options.memory),
    cpu: limits.cpu ?? null,
  });

  return {
    name: "workers",
    slots: options.workers,
    invoke: (task, limits, signal) =>
      new Promise((resolve, reject) => {
        enqueue({
          task,
          works: [task.work],
          request: (trail) => ({ kind: "task", task, trail }),
          ...heldLimits(limits),
          signal,
          resolve: ([outcome]) => resolve(outcome ?? err(notDone)),
          lose: (failure) => resolve(err(failure)),
          reject,
        });
      }),
    invokeBatch: (batch, limits, signal) =>
      new Promise((resolve, reject) => {
        const { works, ...shared } = batch;
        enqueue({
          task: { ...shared, work: works[0] },
          works,
          request: () => ({ kind: "batch", batch }),
          ...heldLimits(limits),
          signal,
          resolve,
          lose: () => resolve(works.map(() => undefined)),
          reject,
        });
      }),
    close() {
      closed = true;
      clearInterval(poll);
      for (const job of queue.splice(0)) {
        job.lose(cancelledFailure);
      }
      const gone =
        workers.size === 0 ? Promise.resolve() : new Promise<void>((r) => closing.push(r));
      for (const worker of workers) {
        worker.cause ??= cancelledFailure;
        worker.process.kill();
      }
      return gone.then(() => {
        reaper?.close();
        cgroups?.close();
      });
    },
  };
}

const cancelledFailure = failureOf("cancelled", "cancelled");

const heldLimit = (memory: number): number => Math.max(LEAST_MEMORY, memory);

type HeldLimits = Pick<Job, "timeoutMs" | "eachCall" | "memory" | "cpu">;

const notDone = failureOf("lost", "a worker broke off before its task", { retryable: true });

function taskAt({ task, works }: Job, index: number): Task {
  return { ...task, work: works[index] ?? task.work };
}

/** The first task that finished accounts for the start of its worker. */
function withStart(outcomes: readonly BatchOutcome[], startMs: number): readonly BatchOutcome[] {
  if (startMs === 0) {
    return outcomes;
  }
  const first = outcomes.findIndex((outcome) => outcome?.ok);
  return outcomes.map((outcome, index) =>
    index === first && outcome?.ok === true ? ok(startedIn(outcome.value, startMs)) : outcome,
  );
}

function startedIn(output: TaskOutput, startMs: number): TaskOutput {
  const { metrics } = output;
  return { ...output, metrics: { ...metrics, startMs: startMs + metrics.startMs } };
}
