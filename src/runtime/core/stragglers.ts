/**
 * Speculation: where workers are idle, a task that takes far longer than its siblings did is started a second time, and
 * the copy that finishes first counts (Dean and Ghemawat 2004, section 3.6).
 */
import { grants } from "./attempt-log.ts";
import type { CoreCommand } from "./events.ts";
import { launch } from "./launch.ts";
import { hasIdle } from "./ready.ts";
import { type CoreState, type Launch, logOf, type Stage } from "./state.ts";
import { addTaskTime, countOf, createTaskTimes, taskTimeAt } from "./task-times.ts";

/** A straggler has taken so many times what nine of ten siblings needed, and a second at least. */
const SLOWER = 2;
const QUANTILE = 0.9;
const LEAST_MS = 1_000;

/** Siblings that have to be done before anything is said of the others. */
const LEAST_SIBLINGS = 3;

/** Second copies of a stage, as a share of its tasks; one may always be. */
const COPIES = 0.05;

/** Between two looks, which go over all that runs. */
const LOOK_MS = 200;

export function recordTime(state: CoreState, stage: Stage, ms: number, count: number): void {
  if (state.speculation && mayCopy(stage)) {
    stage.times ??= createTaskTimes();
    addTaskTime(stage.times, ms, count);
  }
}

/** `hasEnded`: what runs, or what is known of it, has changed. */
export function copyStragglers(
  state: CoreState,
  hasEnded: boolean,
  now: number,
  commands: CoreCommand[],
): void {
  if (!state.speculation || !hasIdle(state) || state.launches.size === 0) {
    state.lookAt = null;
  } else if (now >= state.lookFrom) {
    state.lookFrom = now + LOOK_MS;
    state.lookAt = look(state, now, commands);
  } else if (hasEnded) {
    state.lookAt = Math.min(state.lookAt ?? Number.POSITIVE_INFINITY, state.lookFrom);
  }
}

/** Answers when the next straggler is due; null where none is. */
function look(state: CoreState, now: number, commands: CoreCommand[]): number | null {
  let next = Number.POSITIVE_INFINITY;
  const thresholds = new Map<Stage, number>();
  // Copies are met too as they are added, and passed over.
  for (const running of state.launches.values()) {
    const { stage, startedAt } = running;
    if (!isAlone(running) || !mayCopy(stage)) {
      continue;
    }
    const threshold = thresholds.get(stage) ?? thresholdOf(stage);
    thresholds.set(stage, threshold);
    if (now - startedAt < threshold) {
      next = Math.min(next, startedAt + threshold);
    } else if (state.free > 0 && stage.lane.running < stage.lane.limit) {
      copy(state, running, now, commands);
    }
  }
  return next === Number.POSITIVE_INFINITY ? null : Math.max(next, state.lookFrom);
}

function copy(state: CoreState, running: Launch, now: number, commands: CoreCommand[]): void {
  const { stage, first } = running;
  logOf(stage);
  stage.copies += 1;
  const twin = launch(state, stage, { first, count: 1 }, "free", now, commands);
  twin.twin = running;
  running.twin = twin;
}

/** What looks for the element that is to blame is not helped by a second one that does the same. */
function isAlone({ twin, aborted, freedAt, count, stage, first }: Launch): boolean {
  const goesOn = !aborted && freedAt === null;
  return twin === null && goesOn && count === 1 && grants(stage.log, first, "care") === 0;
}

function mayCopy({ phase, tasks, gang, policy, copies }: Stage): boolean {
  return (
    phase === "running" &&
    tasks > LEAST_SIBLINGS &&
    !gang &&
    !policy.effect &&
    copies < Math.max(1, Math.floor(COPIES * tasks))
  );
}

function thresholdOf({ times }: Stage): number {
  return times === null || countOf(times) < LEAST_SIBLINGS
    ? Number.POSITIVE_INFINITY
    : Math.max(LEAST_MS, SLOWER * taskTimeAt(times, QUANTILE));
}
