import type { Clock } from "../../src/runtime/clock.ts";

export interface ManualClock extends Clock {
  /** Calls back whatever is due on the way there, in order. */
  advanceTo(time: number): void;
}

/** A clock that stands still until it is told otherwise. */
export function createManualClock(start = 0): ManualClock {
  let now = start;
  let timers: readonly { readonly due: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { due: now + ms, callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advanceTo(time) {
      for (;;) {
        const [next] = timers.toSorted((a, b) => a.due - b.due);
        if (next === undefined || next.due > time) {
          break;
        }
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.due);
        next.callback();
      }
      now = Math.max(now, time);
    },
  };
}
