/** How a stage ends: every task settled, one failed for good, or nobody wants it any more. */

import type { Failure } from "../failure.ts";
import { failureOf } from "../task-error.ts";
import type { CoreCommand } from "./events.ts";
import { abort, release } from "./launch.ts";
import { type CoreState, type FailedStage, type Stage, setStatus, status } from "./state.ts";

export function settle(
  state: CoreState,
  stage: Stage,
  index: number,
  read: { readonly elements: number; readonly skipped: number },
  commands: CoreCommand[],
): void {
  setStatus(stage, index, status.settled);
  stage.settled += 1;
  stage.elements += read.elements;
  stage.skipped += read.skipped;
  judge(state, stage, commands);
}

/** Done, or too much left out: the latter as soon as it is certain. */
export function judge(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  if (stage.phase !== "running") {
    return;
  }
  const isDone = stage.settled === stage.tasks;
  const tolerated = stage.policy.tolerance?.fraction ?? Number.POSITIVE_INFINITY;
  const elements = isDone ? stage.elements : stage.elementsInAll;
  if (elements !== null && stage.skipped > tolerated * elements) {
    const failure = tooManySkipped({ skipped: stage.skipped, elements }, tolerated);
    fail(state, stage, { index: null, attempts: 1, failure }, commands);
  } else if (isDone) {
    close(state, stage, commands);
    commands.push({ kind: "stage-done", stage: stage.id });
  }
}

export function tooManySkipped(
  { skipped, elements }: { readonly skipped: number; readonly elements: number },
  tolerated: number,
): Failure {
  const percent = Number((tolerated * 100).toPrecision(6));
  return failureOf(
    "too-many-failures",
    `${skipped} of ${elements} elements failed, and \`on_error skip\` allows ${percent} %`,
  );
}

/** As `OnFailure` says, unless somebody meets the failure: then what the stage runs is of no use to anybody. */
export function fail(
  state: CoreState,
  stage: Stage,
  failed: FailedStage,
  commands: CoreCommand[],
): void {
  stage.failed = failed;
  if (stage.guarded || state.onFailure === "kill") {
    endFailed(state, stage, failed, commands);
  } else {
    stage.phase = "failing";
    endIfIdle(state, stage, commands);
  }
  if (!stage.guarded && state.onFailure !== "continue") {
    state.phase = "draining";
  }
  if (!stage.guarded && state.onFailure === "kill") {
    cancelAll(state, commands);
  }
}

/** Of a failing stage nothing runs any more. In a drain all stages end together, when nothing runs at all. */
export function endIfIdle(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  if (
    stage.phase === "failing" &&
    stage.failed !== null &&
    stage.running === 0 &&
    state.onFailure === "continue" &&
    state.phase === "running"
  ) {
    endFailed(state, stage, stage.failed, commands);
  }
}

/** A drained run is over with its last task; nobody waits for stages that can no longer start. */
export function endDrained(state: CoreState, commands: CoreCommand[]): void {
  if (state.launches.size === 0) {
    cancelAll(state, commands);
  }
}

/** Those that have failed say so before others are cancelled. */
export function cancelAll(state: CoreState, commands: CoreCommand[]): void {
  const stages = [...state.stages.values()];
  for (const stage of stages) {
    if (stage.phase === "failing" && stage.failed !== null) {
      endFailed(state, stage, stage.failed, commands);
    }
  }
  for (const stage of stages) {
    if (stage.phase === "running") {
      cancel(state, stage, commands);
    }
  }
}

export function cancel(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  close(state, stage, commands);
  commands.push({ kind: "stage-cancelled", stage: stage.id });
}

function endFailed(
  state: CoreState,
  stage: Stage,
  failed: FailedStage,
  commands: CoreCommand[],
): void {
  close(state, stage, commands);
  commands.push({ kind: "stage-failed", stage: stage.id, ...failed });
}

/** Nothing of the stage starts any more; what runs is told to end. */
function close(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  stage.phase = "over";
  for (; stage.kept > 0; stage.kept--) {
    release(state, stage);
  }
  if (stage.running > 0) {
    for (const running of state.launches.values()) {
      if (running.stage === stage) {
        abort(running, commands);
      }
    }
  }
  forgetIfIdle(state, stage);
}

export function forgetIfIdle(state: CoreState, stage: Stage): void {
  if (stage.running > 0 || !state.stages.delete(stage.id)) {
    return;
  }
  stage.lane.stages -= 1;
  if (stage.lane.stages === 0) {
    state.lanes.delete(stage.lane.name);
  }
}
