/** What follows when a launch is over: tasks are settled, start again, or fail their stage. */
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import { attemptsOf, grant, grantedTo, MAX_GRANTED } from "./attempt-log.ts";
import { meanAfter } from "./batch-size.ts";
import type { CoreCommand, CoreEvent, TaskOutcome } from "./events.ts";
import { abort, release } from "./launch.ts";
import { randomAt } from "./random.ts";
import { enqueue } from "./ready.ts";
import { delayOf, verdictOf } from "./retry.ts";
import { endIfIdle, fail, forgetIfIdle, settle } from "./stage-end.ts";
import {
  type CoreState,
  type Launch,
  logOf,
  setStatus,
  status,
  statusOf,
  waitAgain,
} from "./state.ts";
import { recordTime } from "./stragglers.ts";

/** Others may have the slot while results are committed; members of a gang keep theirs, in case they start again. */
export function free(
  state: CoreState,
  { launch: id, now }: Extract<CoreEvent, { kind: "freed" }>,
): void {
  const freed = state.launches.get(id);
  invariant(freed !== undefined && freed.freedAt === null, `launch ${id} is freed once`);
  freed.freedAt = now;
  if (!freed.stage.gang) {
    release(state, freed.stage);
  }
}

export function endLaunch(
  state: CoreState,
  { launch: id, outcomes, now }: Extract<CoreEvent, { kind: "ended" }>,
  commands: CoreCommand[],
): void {
  const ended = state.launches.get(id);
  invariant(ended !== undefined, `launch ${id} runs when it ends`);
  invariant(outcomes.length === ended.count, `launch ${id} has an outcome for each task`);
  const { stage } = ended;
  state.launches.delete(id);
  stage.running -= 1;
  if (ended.twin !== null) {
    ended.twin.twin = null;
  }
  measure(state, ended, outcomes, now);
  // What is done counts, whatever else became of its batch.
  for (const isDone of [true, false]) {
    for (const [offset, outcome] of outcomes.entries()) {
      if ((outcome.kind === "finished") === isDone) {
        endTask(state, ended, ended.first + offset, outcome, now, commands);
      }
    }
  }
  if (stage.gang && stage.phase === "running" && statusOf(stage, ended.first) === status.delayed) {
    stage.kept += 1;
  } else if (stage.gang || ended.freedAt === null) {
    release(state, stage);
  }
  if (stage.phase === "over") {
    forgetIfIdle(state, stage);
  } else {
    endIfIdle(state, stage, commands);
  }
}

/** A task whose copy was faster is settled; one whose copy still runs has not come to its end. */
function endTask(
  state: CoreState,
  ended: Launch,
  index: number,
  outcome: TaskOutcome,
  now: number,
  commands: CoreCommand[],
): void {
  const { stage, twin } = ended;
  if (stage.phase === "over" || statusOf(stage, index) === status.settled) {
    drop(ended, index, commands);
    return;
  }
  switch (outcome.kind) {
    case "finished":
      if (twin !== null) {
        abort(twin, commands);
      }
      settle(state, stage, index, outcome, commands);
      return;
    case "failed":
      if (ended.count > 1 && ended.aborted) {
        startAlone(state, ended, index, commands);
      } else if (twin === null) {
        endFailed(state, ended, index, outcome, now, commands);
      } else {
        drop(ended, index, commands);
      }
      return;
    case "undone":
      invariant(ended.count > 1, `launch ${ended.id} is a batch where it breaks off`);
      startAlone(state, ended, index, commands);
      return;
    default:
      assertNever(outcome);
  }
}

/** What was in a batch is never in another one, so a task is broken off once at most. */
function startAlone(state: CoreState, ended: Launch, index: number, commands: CoreCommand[]): void {
  const { stage } = ended;
  drop(ended, index, commands);
  logOf(stage);
  if (stage.phase === "running") {
    waitAgain(stage, index);
    enqueue(state, stage);
  }
}

function drop({ id }: Launch, index: number, commands: CoreCommand[]): void {
  commands.push({ kind: "dropped", launch: id, index });
}

function endFailed(
  state: CoreState,
  ended: Launch,
  index: number,
  { failure, care }: Extract<TaskOutcome, { kind: "failed" }>,
  now: number,
  commands: CoreCommand[],
): void {
  const { stage, attempt } = ended;
  setStatus(stage, index, status.waiting);
  const granted = grantedTo(stage.log, index);
  const verdict = verdictOf(failure, stage.policy, granted, care);
  const isAgain = verdict.kind === "again" && granted[verdict.budget] < MAX_GRANTED;
  if (stage.phase !== "running" || (isAgain && state.phase === "draining")) {
    drop(ended, index, commands);
    return;
  }
  if (isAgain) {
    const before = grant(logOf(stage), index, verdict.budget);
    const random = randomAt(state.seed, stage.id, index, attempt);
    const delayMs = delayOf(verdict.backoff, before, random);
    commands.push({ kind: "retry", stage: stage.id, index, attempt, delayMs, failure });
    setStatus(stage, index, status.delayed);
    const order = state.nextTimer++;
    state.timers.push({ kind: "retry", due: now + delayMs, order, stage, index });
    return;
  }
  const attempts = attemptsOf(stage.log, index);
  commands.push({ kind: "task-failed", stage: stage.id, index, attempt, failure });
  fail(state, stage, { index, attempts, failure }, commands);
}

/** Only what came to its end by itself, and well, says how long tasks take. */
function measure(
  state: CoreState,
  { stage, startedAt, freedAt, count, aborted }: Launch,
  outcomes: readonly TaskOutcome[],
  now: number,
): void {
  const ms = (freedAt ?? now) - startedAt;
  if (!aborted && outcomes.every(({ kind }) => kind === "finished")) {
    stage.largestBatch = Math.max(stage.largestBatch, count);
    stage.meanMs = meanAfter(stage.meanMs, ms, count);
    recordTime(state, stage, ms / count, count);
  }
}
