/** Which stage starts its tasks next, as long as there are slots. */
import { batchSize } from "./batch-size.ts";
import type { CoreCommand } from "./events.ts";
import { launch, launchFresh, unpark } from "./launch.ts";
import { type CoreState, hasWaiting, type Stage, skipSettled, status, statusOf } from "./state.ts";

export function enqueue(state: CoreState, stage: Stage): void {
  if (!stage.queued) {
    stage.queued = true;
    state.ready.push(stage);
  }
}

/**
 * Starts what may start, in order of priority. A gang that does not fit yet is waited for: were others to go ahead, the
 * slots it needs would never be free at once. Two gangs cannot hold what the other needs, since each has all or nothing.
 */
export function startReady(state: CoreState, now: number, commands: CoreCommand[]): void {
  while (state.free > 0) {
    const stage = state.ready.peek();
    if (stage === undefined) {
      return;
    }
    if (stage.phase !== "running" || !hasWaiting(stage)) {
      state.ready.pop();
      stage.queued = false;
      unpark(state, stage);
    } else if (stage.gang) {
      if (!admits(state, stage)) {
        return;
      }
      startGang(state, stage, now, commands);
    } else if (stage.lane.running >= stage.lane.limit) {
      state.ready.pop();
      stage.lane.parked.push(stage);
    } else {
      startNext(state, stage, now, commands);
    }
  }
}

/** Workers that nothing which is ready can use. */
export function hasIdle(state: CoreState): boolean {
  return state.free > 0 && state.ready.peek() === undefined;
}

function admits(state: CoreState, { fresh, lane }: Stage): boolean {
  return state.free >= fresh && lane.running + fresh <= lane.limit;
}

function startGang(state: CoreState, stage: Stage, now: number, commands: CoreCommand[]): void {
  while (stage.fresh > 0) {
    launchFresh(state, stage, 1, now, commands);
    skipSettled(stage);
  }
}

function startNext(state: CoreState, stage: Stage, now: number, commands: CoreCommand[]): void {
  const again = stage.again?.shift();
  if (again !== undefined) {
    launch(state, stage, { first: again, count: 1 }, "free", now, commands);
    return;
  }
  launchFresh(state, stage, waitingRun(stage, mostTogether(state, stage)), now, commands);
  skipSettled(stage);
}

function mostTogether({ batches, slots }: CoreState, stage: Stage): number {
  return batches ? batchSize(stage, stage.fresh, Math.min(slots, stage.lane.limit)) : 1;
}

/** How many of the next `most` tasks wait one after the other: known results may lie between. */
function waitingRun(stage: Stage, most: number): number {
  let count = 1;
  while (count < most && statusOf(stage, stage.next + count) === status.waiting) {
    count += 1;
  }
  return count;
}
