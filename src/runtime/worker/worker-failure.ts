/** Why a worker ended while it ran a task: its own code, its memory, or something from outside. */
import type { Failure } from "../failure.ts";
import type { PlacedCall } from "../task.ts";
import { failureOf } from "../task-error.ts";
import type { WorkerEnd } from "./worker-process.ts";

/** Share of its limit at which a process that vanished is taken to have been killed for its memory. */
const NEAR_LIMIT = 0.9;

/** Signals that come from outside the process, not from a fault in it. */
const OUTSIDE: ReadonlySet<string> = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);

/** `resident` is the last that was seen of the worker's memory, of `limit` bytes. */
export function failureOfEnd(
  end: WorkerEnd,
  memory: { readonly resident: number; readonly limit: number },
): Failure {
  // V8 says so before it aborts.
  if (
    end.ranOutOfMemory ||
    /heap limit|heap out of memory|Array buffer allocation failed/i.test(end.lastWords)
  ) {
    return outOfMemory(memory.limit);
  }
  if (end.signal !== null && OUTSIDE.has(end.signal)) {
    return memory.resident >= NEAR_LIMIT * memory.limit
      ? outOfMemory(memory.limit)
      : failureOf("lost", `the worker was killed (${end.signal})`, { retryable: true });
  }
  if (end.signal !== null) {
    return failureOf("crash", `the worker process crashed (${end.signal})`, { retryable: true });
  }
  return end.code === null
    ? failureOf("lost", `the worker could not be started: ${end.lastWords}`, { retryable: true })
    : failureOf("crash", `the function ended its process with exit code ${end.code}`, {
        retryable: true,
      });
}

export function outOfMemory(limit: number): Failure {
  return failureOf(
    "out-of-memory",
    `the function needs more memory than the ${Math.round(limit / 1024 / 1024)} MB it may use`,
    { retryable: true },
  );
}

/** `at`: what the function was given when its time was up, which says nothing of what took that time. */
export function timeout(timeoutMs: number, at: PlacedCall | null): Failure {
  const limit = timeoutMs % 1_000 === 0 ? `${timeoutMs / 1_000} s` : `${timeoutMs} ms`;
  return failureOf("timeout", `the function took longer than ${limit}`, {
    retryable: true,
    step: at?.call.step ?? null,
    item: at?.item ?? null,
  });
}

/** The worker ended before it was ready: something is wrong with it, not with the task. */
export function failureToStart(end: WorkerEnd): Failure {
  const lines = end.lastWords.trim().split("\n");
  const words = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "";
  return failureOf("lost", `a worker ended before it was ready: ${words}`, { retryable: true });
}

/** The same failure, in the call that the worker was in. Of a lost worker the call is none to blame. */
export function inCall(failure: Failure, at: PlacedCall | undefined): Failure {
  return at === undefined || failure.kind === "lost" || failure.kind === "cancelled"
    ? failure
    : {
        ...failure,
        call: at.call,
        step: failure.step ?? at.call.step,
        item: failure.item ?? at.item,
      };
}
