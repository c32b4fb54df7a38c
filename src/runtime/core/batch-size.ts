/** How many tasks a worker is sent in one message, so that the message costs little beside them. */
import type { Stage } from "./state.ts";

/** Milliseconds of work in a batch: long beside a message, short beside the patience of whoever watches. */
const BATCH_MS = 10;

/** Tasks in a batch: what a lost one costs, and what one message holds. */
const LARGEST_BATCH = 512;

/** A batch is so many times the largest that ended well, at most: what was measured may not hold. */
const BATCH_GROWTH = 4;

/** Weight of the latest launch in the mean time of a task. */
const RECENT = 0.25;

/** Batches left for each worker, at least, so that all of them end at about the same time. */
const SHARES = 2;

/**
 * `fresh` tasks have never started, and `workers` share them. Sizes taper towards the end, so that no worker is idle while
 * another has a long batch before it (guided self-scheduling, Polychronopoulos and Kuck 1987).
 */
export function batchSize(
  { meanMs, largestBatch, policy }: Pick<Stage, "meanMs" | "largestBatch" | "policy">,
  fresh: number,
  workers: number,
): number {
  if (meanMs === null || policy.effect) {
    return 1;
  }
  const patience = Math.min(BATCH_MS, (policy.timeoutMs ?? Number.POSITIVE_INFINITY) / 4);
  const wanted = Math.min(LARGEST_BATCH, patience / meanMs, BATCH_GROWTH * largestBatch);
  return Math.max(1, Math.floor(Math.min(wanted, Math.ceil(fresh / (SHARES * workers)))));
}

/** The mean time of a task after a launch of `count` took `ms`. */
export function meanAfter(before: number | null, ms: number, count: number): number {
  const each = Math.max(ms, LEAST_MS) / count;
  return before === null ? each : before + RECENT * (each - before);
}

/** A clock may not see shorter times. */
const LEAST_MS = 0.05;
