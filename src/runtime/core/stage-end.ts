/** How a stage ends: every task settled, one failed for good, or nobody wants it any more. */

import type { Failure } from "../failure.ts";
import { failureOf } from "../task-error.ts";
import type { CoreCommand } from "./events.ts";
import { type CoreState, type Stage, setStatus, status, statusOf } from "./state.ts";

export function settle(
  state: CoreState,
  stage: Stage,
  index: number,
  commands: CoreCommand[],
): void {
  setStatus(stage, index, status.settled);
  stage.settled += 1;
  if (stage.settled === stage.tasks) {
    complete(state, stage, commands);
  }
}

export function complete(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  close(state, stage, commands);
  const tolerated = stage.policy.tolerance?.fraction ?? Number.POSITIVE_INFINITY;
  if (stage.skipped > tolerated * stage.elements) {
    commands.push({
      kind: "stage-failed",
      stage: stage.id,
      index: null,
      attempts: 1,
      failure: tooManySkipped(stage, tolerated),
    });
  } else {
    commands.push({ kind: "stage-done", stage: stage.id });
  }
}

export function tooManySkipped(
  { skipped, elements }: Pick<Stage, "skipped" | "elements">,
  tolerated: number,
): Failure {
  const percent = Number((tolerated * 100).toPrecision(6));
  return failureOf(
    "too-many-failures",
    `${skipped} of ${elements} elements failed, and \`on_error skip\` allows ${percent} %`,
  );
}

export function cancel(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  close(state, stage, commands);
  commands.push({ kind: "stage-cancelled", stage: stage.id });
}

/** Nothing of the stage starts any more; what runs is told to end. */
export function close(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  stage.phase = "over";
  if (stage.running > 0) {
    for (let index = 0; index < stage.next; index++) {
      if (statusOf(stage, index) === status.running) {
        setStatus(stage, index, status.aborting);
        commands.push({ kind: "abort", stage: stage.id, index });
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
