/** Attempts of the tasks of a stage, by what granted them: six bytes a task. */
import type { Granted } from "./retry.ts";

export interface AttemptLog {
  readonly tasks: number;
  readonly granted: Uint8Array;
  /** Starts of each task, copies among them: the number of its last attempt. */
  readonly starts: Uint16Array;
}

const budgets = { counted: 0, free: 1, growth: 2, care: 3 } as const satisfies {
  readonly [budget in keyof Granted]: number;
};

/** `retry` counts in a byte. */
export const MAX_GRANTED = 255;

/** Tasks up to `started` have had their first attempt. */
export function createAttemptLog(tasks: number, started: number): AttemptLog {
  return {
    tasks,
    granted: new Uint8Array(tasks * 4),
    starts: new Uint16Array(tasks).fill(1, 0, started),
  };
}

/** The number of the attempt that starts now. */
export function countStart(log: AttemptLog, index: number): number {
  const start = (log.starts[index] ?? 0) + 1;
  log.starts[index] = start;
  return start;
}

export function grantedTo(log: AttemptLog | null, index: number): Granted {
  return {
    counted: grants(log, index, "counted"),
    free: grants(log, index, "free"),
    growth: grants(log, index, "growth"),
    care: grants(log, index, "care"),
  };
}

export function grants(log: AttemptLog | null, index: number, budget: keyof Granted): number {
  return log?.granted[log.tasks * budgets[budget] + index] ?? 0;
}

/** Answers how many had been granted before. */
export function grant(log: AttemptLog, index: number, budget: keyof Granted): number {
  const at = log.tasks * budgets[budget] + index;
  const before = log.granted[at] ?? 0;
  log.granted[at] = before + 1;
  return before;
}

/** Attempts that a task was given, the first one among them. */
export function attemptsOf(log: AttemptLog | null, index: number): number {
  const { counted, free, growth, care } = grantedTo(log, index);
  return 1 + counted + free + growth + care;
}
