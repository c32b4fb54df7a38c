/**
 * The scheduler core: an event in, commands out. It mutates its own state and does nothing else: no I/O, no clock, no
 * randomness but what follows from the seed, so that a run can be replayed from its events.
 */
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import { failureOf } from "../task-error.ts";
import { endLaunch, free } from "./attempt-end.ts";
import type { CoreCommand, CoreEvent, Submission } from "./events.ts";
import { abort, launch } from "./launch.ts";
import { enqueue, startReady } from "./ready.ts";
import { cancel, cancelAll, endDrained, fail, judge } from "./stage-end.ts";
import {
  type CoreState,
  createLane,
  createStage,
  type Stage,
  type Timer,
  waitAgain,
} from "./state.ts";
import { copyStragglers } from "./stragglers.ts";

/** Commands are to be performed in order. */
export function step(state: CoreState, event: CoreEvent): readonly CoreCommand[] {
  const commands: CoreCommand[] = [];
  apply(state, event, commands);
  if (state.phase === "running") {
    fireTimers(state, event.now, commands);
    startReady(state, event.now, commands);
    copyStragglers(state, hasEnded(event), event.now, commands);
    wakeForNext(state, commands);
  } else {
    endDrained(state, commands);
  }
  return commands;
}

const hasEnded = ({ kind }: CoreEvent): boolean => kind === "freed" || kind === "ended";

function apply(state: CoreState, event: CoreEvent, commands: CoreCommand[]): void {
  switch (event.kind) {
    case "submit":
      submit(state, event.submission, commands);
      return;
    case "freed":
      free(state, event);
      return;
    case "ended":
      endLaunch(state, event, commands);
      return;
    case "cancel": {
      const stage = state.stages.get(event.stage);
      if (stage !== undefined && stage.phase !== "over") {
        cancel(state, stage, commands);
      }
      return;
    }
    case "drain":
      state.phase = "draining";
      return;
    case "kill":
      state.phase = "draining";
      cancelAll(state, commands);
      return;
    case "tick":
      // A timer may fire early: then it is asked for once more.
      state.wakeAt = null;
      return;
    default:
      assertNever(event);
  }
}

function submit(state: CoreState, submission: Submission, commands: CoreCommand[]): void {
  invariant(!state.stages.has(submission.stage), `stage ${submission.stage} is submitted once`);
  const lane = state.lanes.get(submission.lane) ?? createLane(submission);
  state.lanes.set(lane.name, lane);
  lane.stages += 1;
  const stage = createStage(submission, lane);
  state.stages.set(stage.id, stage);
  judge(state, stage, commands);
  if (stage.phase !== "running") {
    return;
  }
  const most = Math.min(state.slots, lane.limit);
  if (stage.gang && stage.fresh > most) {
    fail(state, stage, { index: null, attempts: 1, failure: tooWide(stage, most) }, commands);
  } else {
    enqueue(state, stage);
  }
}

const tooWide = ({ fresh }: Stage, most: number) =>
  failureOf("input", `${fresh} tasks have to run at once, and there is room for ${most}`);

function fireTimers(state: CoreState, now: number, commands: CoreCommand[]): void {
  for (;;) {
    const timer = state.timers.peek();
    if (timer === undefined || (timer.due > now && isPending(state, timer))) {
      return;
    }
    state.timers.pop();
    if (!isPending(state, timer)) {
      continue;
    }
    if (timer.kind === "batch") {
      abort(timer.launch, commands);
    } else {
      startAgain(state, timer.stage, timer.index, now, commands);
    }
  }
}

function isPending(state: CoreState, timer: Timer): boolean {
  return timer.kind === "batch"
    ? timer.launch.freedAt === null && state.launches.has(timer.launch.id)
    : timer.stage.phase === "running";
}

function startAgain(
  state: CoreState,
  stage: Stage,
  index: number,
  now: number,
  commands: CoreCommand[],
): void {
  if (stage.gang) {
    launch(state, stage, { first: index, count: 1 }, "kept", now, commands);
    return;
  }
  waitAgain(stage, index);
  enqueue(state, stage);
}

function wakeForNext(state: CoreState, commands: CoreCommand[]): void {
  const due = Math.min(
    state.timers.peek()?.due ?? Number.POSITIVE_INFINITY,
    state.lookAt ?? Number.POSITIVE_INFINITY,
  );
  const at = due === Number.POSITIVE_INFINITY ? null : due;
  if (at !== null && at !== state.wakeAt) {
    commands.push({ kind: "wake", at });
  }
  state.wakeAt = at;
}
