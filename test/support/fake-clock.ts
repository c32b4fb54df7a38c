import type { Clock } from "../../src/runtime/clock.ts";

export interface FakeClock extends Clock {
  /** Lets promises settle and time jump from timer to timer until `done` has settled. */
  runUntil<T>(done: Promise<T>): Promise<T>;
}

export function createFakeClock(start = 0): FakeClock {
  let now = start;
  let sequence = 0;
  const timers = new Map<number, { readonly due: number; readonly callback: () => void }>();

  const fireNext = (): boolean => {
    const [first] = [...timers].toSorted(([i, a], [j, b]) => a.due - b.due || i - j);
    if (first === undefined) {
      return false;
    }
    const [id, { due, callback }] = first;
    timers.delete(id);
    now = Math.max(now, due);
    callback();
    return true;
  };

  return {
    now: () => now,
    after(ms, callback) {
      const id = sequence++;
      timers.set(id, { due: now + ms, callback });
      return () => timers.delete(id);
    },
    async runUntil(done) {
      let settled = false;
      const watch = done.finally(() => {
        settled = true;
      });
      watch.catch(() => {}); // awaited below
      for (let idle = 0; !settled; ) {
        await new Promise((resolve) => setImmediate(resolve));
        if (!settled) {
          idle = fireNext() ? 0 : idle + 1;
        }
        if (idle > 1_000) {
          throw new Error("nothing is left to happen, and the run is not over");
        }
      }
      return watch;
    },
  };
}
