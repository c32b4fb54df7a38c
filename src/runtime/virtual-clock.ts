import type { Clock } from "./clock.ts";

/**
 * Time that stands still, and jumps to the next call that is due as soon as there is nothing else to do in this process:
 * nobody waits for the backoff of a retry, and equal runs see equal times.
 */
export function createVirtualClock(start: number): Clock {
  let now = start;
  let sequence = 0;
  const timers = new Map<number, { readonly due: number; readonly callback: () => void }>();

  const fireNext = (): void => {
    const [next] = [...timers].toSorted(([i, a], [j, b]) => a.due - b.due || i - j);
    if (next !== undefined) {
      const [id, { due, callback }] = next;
      timers.delete(id);
      now = Math.max(now, due);
      callback();
    }
  };

  return {
    now: () => now,
    after(ms, callback) {
      const id = sequence;
      sequence += 1;
      timers.set(id, { due: now + ms, callback });
      setImmediate(fireNext);
      return () => timers.delete(id);
    },
  };
}
