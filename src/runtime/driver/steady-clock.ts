import type { Clock } from "../clock.ts";

/** Milliseconds that never go back, whatever somebody does to the clock of the machine: it goes on from where it was. */
export function createSteadyClock(clock: Clock): () => number {
  let last = clock.now();
  let behind = 0;
  return () => {
    const now = clock.now();
    behind += Math.max(0, last - now);
    last = now;
    return now + behind;
  };
}
