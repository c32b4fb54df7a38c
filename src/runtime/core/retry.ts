/** What follows a failed attempt: pure in the failure, the policy and the attempts before it. */
import { assertNever } from "../../shared/assert-never.ts";
import type { Failure } from "../failure.ts";
import type { CareWanted, StagePolicy } from "./events.ts";

/** Attempts a task gets back when a worker or the store let it down, whatever its `retry` says. */
export const FREE_ATTEMPTS = 3;

/** Before those: a store may need a moment. */
const FREE_BACKOFF: Backoff = { minDelayMs: 100, maxDelayMs: 5_000 };

/** More memory needs no waiting, nor does a closer look. */
const NO_BACKOFF: Backoff = { minDelayMs: 0, maxDelayMs: 0 };

/** Attempts with care that a task gets: what is not found by then is not one element's fault. */
export const MOST_CARE = 250;

/** Further attempts a task was granted before the one that just failed, by budget. */
export interface Granted {
  /** Against `retry`. */
  readonly counted: number;
  /** Given back for faults that are not the function's. */
  readonly free: number;
  /** With doubled memory. */
  readonly growth: number;
  /** With care, to find the element that is to blame. */
  readonly care: number;
}

export interface Backoff {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
}

export type Verdict =
  | { readonly kind: "give-up" }
  | {
      readonly kind: "again";
      readonly budget: keyof Granted;
      readonly backoff: Backoff;
    };

export function verdictOf(
  failure: Failure,
  policy: StagePolicy,
  granted: Granted,
  care: CareWanted,
): Verdict {
  if (care === "skip" && granted.care < MOST_CARE) {
    return WITH_CARE;
  }
  const verdict = plainVerdictOf(failure, policy, granted);
  return verdict.kind === "give-up" && care === "name" && granted.care === 0 ? WITH_CARE : verdict;
}

function plainVerdictOf(failure: Failure, policy: StagePolicy, granted: Granted): Verdict {
  switch (failure.kind) {
    case "cancelled":
    case "too-many-failures":
      return { kind: "give-up" };
    case "lost":
    case "store":
      return failure.retryable && granted.free < FREE_ATTEMPTS
        ? { kind: "again", budget: "free", backoff: FREE_BACKOFF }
        : { kind: "give-up" };
    case "out-of-memory":
      return memoryAfter(policy, granted.growth) < policy.memory.max
        ? { kind: "again", budget: "growth", backoff: NO_BACKOFF }
        : asRequested(failure, policy, granted);
    case "function":
    case "timeout":
    case "crash":
    case "bad-value":
    case "assert":
    case "input":
      return asRequested(failure, policy, granted);
    default:
      return assertNever(failure.kind);
  }
}

const WITH_CARE: Verdict = { kind: "again", budget: "care", backoff: NO_BACKOFF };

/** Bytes of an attempt after so many doublings. */
export function memoryAfter(policy: StagePolicy, growth: number): number {
  return Math.min(policy.memory.base * 2 ** growth, policy.memory.max);
}

/**
 * Full jitter: uniform between 0 and a bound that doubles with every attempt granted before (Brooker, "Exponential Backoff
 * and Jitter", 2015). `random` is in [0, 1).
 */
export function delayOf(backoff: Backoff, granted: number, random: number): number {
  return Math.floor(Math.min(backoff.maxDelayMs, backoff.minDelayMs * 2 ** granted) * random);
}

function asRequested(failure: Failure, policy: StagePolicy, granted: Granted): Verdict {
  return failure.retryable && policy.retry !== null && granted.counted < policy.retry.attempts
    ? { kind: "again", budget: "counted", backoff: policy.retry }
    : { kind: "give-up" };
}
