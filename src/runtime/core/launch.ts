/** The beginning and the end of what runs: slots, lanes, and the numbers of attempts. */
import { countStart, grants } from "./attempt-log.ts";
import type { CoreCommand } from "./events.ts";
import { memoryAfter } from "./retry.ts";
import { type CoreState, type Launch, type Stage, setStatus, status } from "./state.ts";

/** Milliseconds that a batch may take before its tasks are started again one by one: one of them is not tiny. */
export const BATCH_PATIENCE_MS = 1_000;

/** `slot`: a free one is taken, or one that the gang has kept. */
export function launch(
  state: CoreState,
  stage: Stage,
  tasks: { readonly first: number; readonly count: number },
  slot: "free" | "kept",
  now: number,
  commands: CoreCommand[],
): Launch {
  const { first, count } = tasks;
  if (slot === "free") {
    state.free -= 1;
    stage.lane.running += 1;
  } else {
    stage.kept -= 1;
  }
  stage.running += 1;
  const started: Launch = {
    id: state.nextLaunch++,
    stage,
    first,
    count,
    attempt: attemptAt(stage, first, count),
    startedAt: now,
    twin: null,
    aborted: false,
    freedAt: null,
  };
  state.launches.set(started.id, started);
  if (count > 1) {
    const due = now + BATCH_PATIENCE_MS;
    state.timers.push({ kind: "batch", due, order: state.nextTimer++, launch: started });
  }
  commands.push({
    kind: "start",
    launch: started.id,
    stage: stage.id,
    first,
    count,
    attempt: started.attempt,
    memory: memoryAfter(stage.policy, grants(stage.log, first, "growth")),
    timeoutMs: stage.policy.timeoutMs,
  });
  return started;
}

/** Starts what has never started: the next `count` tasks of the stage, all of which wait. */
export function launchFresh(
  state: CoreState,
  stage: Stage,
  count: number,
  now: number,
  commands: CoreCommand[],
): void {
  const first = stage.next;
  stage.next += count;
  stage.fresh -= count;
  launch(state, stage, { first, count }, "free", now, commands);
}

export function abort(running: Launch, commands: CoreCommand[]): void {
  if (!running.aborted) {
    running.aborted = true;
    commands.push({ kind: "abort", launch: running.id });
  }
}

/** Gives back one slot, and room in the lane. */
export function release(state: CoreState, stage: Stage): void {
  state.free += 1;
  stage.lane.running -= 1;
  unpark(state, stage);
}

/**
 * Where the lane has room, the first of the stages that wait for it is among the ready ones. One is enough: it goes ahead
 * of the others, and where it leaves room it makes way for the next one.
 */
export function unpark(state: CoreState, { lane }: Stage): void {
  if (lane.running < lane.limit) {
    const stage = lane.parked.pop();
    if (stage !== undefined) {
      state.ready.push(stage);
    }
  }
}

function attemptAt(stage: Stage, first: number, count: number): number {
  let attempt = 1;
  for (let index = first; index < first + count; index++) {
    setStatus(stage, index, status.running);
    if (stage.log !== null) {
      attempt = countStart(stage.log, index);
    }
  }
  return attempt;
}
