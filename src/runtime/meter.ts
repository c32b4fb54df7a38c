/** Where the time of a task goes. The clock is asked around blocks and batches, never for a record. */

export type Phase = "read" | "compute" | "write";

export interface Meter {
  /** Runs `operation`; its time counts as `phase`, except where it enters another one itself. */
  during<T>(phase: Phase, operation: () => T): T;
  /** Milliseconds of each phase so far; what is in no other phase is `compute`. */
  times(): Readonly<Record<Phase, number>>;
  readonly counts: MeterCounts;
}

export interface MeterCounts {
  bytesIn: number;
  bytesOut: number;
  recordsIn: number;
  recordsOut: number;
  /** Elements left out by `on_error skip`. */
  skipped: number;
  /** Invalid UTF-8 sequences replaced by U+FFFD. */
  replaced: number;
}

/** `now` gives milliseconds that never go back. */
export function createMeter(now: () => number): Meter {
  const times: Record<Phase, number> = { read: 0, compute: 0, write: 0 };
  let current: Phase = "compute";
  let since = now();

  const enter = (phase: Phase): Phase => {
    const previous = current;
    const time = now();
    times[previous] += time - since;
    since = time;
    current = phase;
    return previous;
  };

  return {
    during(phase, operation) {
      const previous = enter(phase);
      try {
        return operation();
      } finally {
        enter(previous);
      }
    },
    times() {
      enter(current);
      return { ...times };
    },
    counts: { bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0, skipped: 0, replaced: 0 },
  };
}
