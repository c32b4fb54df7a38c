/**
 * How long the tasks of a stage took, as counts in buckets whose bounds grow by a constant factor (DDSketch, Masson, Rim
 * and Lee 2019): quantiles within a quarter, in 192 bytes for any number of tasks.
 */
const BUCKETS = 48;
const GROWTH = 1.25;

/** Milliseconds: what is shorter is no straggler, however short its siblings are. */
const SHORTEST_MS = 500;

export type TaskTimes = Uint32Array;

export function createTaskTimes(): TaskTimes {
  return new Uint32Array(BUCKETS);
}

/** `count` tasks took `ms` each. */
export function addTaskTime(times: TaskTimes, ms: number, count: number): void {
  const bucket =
    ms <= SHORTEST_MS ? 0 : Math.ceil(Math.log(ms / SHORTEST_MS) / Math.log(GROWTH) - 1e-9);
  const at = Math.min(bucket, BUCKETS - 1);
  times[at] = (times[at] ?? 0) + count;
}

/** Milliseconds that a share `quantile` of the tasks did not exceed, rounded up to the next bound. */
export function taskTimeAt(times: TaskTimes, quantile: number): number {
  const rank = Math.ceil(quantile * countOf(times));
  let seen = 0;
  for (const [bucket, count] of times.entries()) {
    seen += count;
    if (seen >= rank) {
      return SHORTEST_MS * GROWTH ** bucket;
    }
  }
  return SHORTEST_MS * GROWTH ** BUCKETS;
}

export function countOf(times: TaskTimes): number {
  return times.reduce((sum, count) => sum + count, 0);
}
