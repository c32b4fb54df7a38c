import type { TaskMetrics } from "../../src/runtime/task.ts";

/** Of a task that took nothing and did nothing, but for what is given. */
export const metricsOf = (given: Partial<TaskMetrics> = {}): TaskMetrics => ({
  startMs: 0,
  readMs: 0,
  computeMs: 0,
  writeMs: 0,
  bytesIn: 0,
  bytesOut: 0,
  recordsIn: 0,
  recordsOut: 0,
  peakMemory: 0,
  skipped: 0,
  replaced: 0,
  printed: 0,
  ...given,
});
