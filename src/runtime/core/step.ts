/**
 * The scheduler core: an event in, commands out. It mutates its own state and does nothing else: no I/O, no clock, no
 * randomness but what follows from the seed, so that a run can be replayed from its events.
 */
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { CoreCommand, CoreEvent, StageId, Submission } from "./events.ts";
import { randomAt } from "./random.ts";
import { delayOf, memoryAfter, verdictOf } from "./retry.ts";
import { cancel, close, complete, forgetIfIdle, settle } from "./stage-end.ts";
import {
  attemptOf,
  type CoreState,
  createStage,
  grant,
  grantedTo,
  grants,
  type Lane,
  MAX_GRANTED,
  type Stage,
  setStatus,
  status,
  statusOf,
} from "./state.ts";

/** Commands are to be performed in order. */
export function step(state: CoreState, event: CoreEvent): readonly CoreCommand[] {
  const commands: CoreCommand[] = [];
  apply(state, event, commands);
  if (state.phase === "draining") {
    endWhenIdle(state, commands);
  } else {
    releaseDue(state, event.now);
    startReady(state, commands);
    wakeForNext(state, commands);
  }
  return commands;
}

function apply(state: CoreState, event: CoreEvent, commands: CoreCommand[]): void {
  switch (event.kind) {
    case "submit":
      submit(state, event.submission, commands);
      return;
    case "finished": {
      const stage = endAttempt(state, event.stage, event.index);
      if (stage.phase === "running") {
        stage.elements += event.elements;
        stage.skipped += event.skipped;
        settle(state, stage, event.index, commands);
      }
      return;
    }
    case "failed": {
      const stage = endAttempt(state, event.stage, event.index);
      if (stage.phase === "running") {
        fail(state, stage, event, commands);
      }
      return;
    }
    case "cancel": {
      const stage = state.stages.get(event.stage);
      if (stage?.phase === "running") {
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
      return;
    default:
      assertNever(event);
  }
}

function submit(state: CoreState, submission: Submission, commands: CoreCommand[]): void {
  invariant(!state.stages.has(submission.stage), `stage ${submission.stage} is submitted once`);
  const lane = laneOf(state, submission);
  const stage = createStage(submission, lane);
  lane.stages += 1;
  state.stages.set(stage.id, stage);
  if (stage.tasks === 0) {
    complete(state, stage, commands);
  } else {
    enqueue(state, stage);
  }
}

function laneOf(state: CoreState, submission: Submission): Lane {
  const known = state.lanes.get(submission.lane);
  if (known !== undefined) {
    return known;
  }
  const lane: Lane = {
    name: submission.lane,
    limit: submission.concurrency ?? Number.POSITIVE_INFINITY,
    running: 0,
    parked: [],
    stages: 0,
  };
  state.lanes.set(lane.name, lane);
  return lane;
}

/** A drained run is over with its last task; nobody waits for stages that can no longer start. */
function endWhenIdle(state: CoreState, commands: CoreCommand[]): void {
  if (state.running === 0) {
    cancelAll(state, commands);
  }
}

function cancelAll(state: CoreState, commands: CoreCommand[]): void {
  for (const stage of state.stages.values()) {
    if (stage.phase === "running") {
      cancel(state, stage, commands);
    }
  }
}

function startReady(state: CoreState, commands: CoreCommand[]): void {
  while (state.running < state.slots) {
    const stage = state.ready.peek();
    if (stage === undefined) {
      return;
    }
    if (stage.phase === "over" || !hasWaiting(stage)) {
      state.ready.pop();
      stage.queued = false;
    } else if (stage.lane.running >= stage.lane.limit) {
      state.ready.pop();
      stage.lane.parked.push(stage);
    } else {
      start(state, stage, commands);
    }
  }
}

function start(state: CoreState, stage: Stage, commands: CoreCommand[]): void {
  const index = stage.again.shift() ?? stage.next++;
  setStatus(stage, index, status.running);
  state.running += 1;
  stage.running += 1;
  stage.lane.running += 1;
  commands.push({
    kind: "start",
    stage: stage.id,
    index,
    attempt: attemptOf(stage, index),
    memory: memoryAfter(stage.policy, grants(stage, index, "growth")),
    timeoutMs: stage.policy.timeoutMs,
  });
}

/** Gives the slot back and forgets a stage whose last straggler this was. */
function endAttempt(state: CoreState, id: StageId, index: number): Stage {
  const stage = state.stages.get(id);
  invariant(stage !== undefined, `stage ${id} is alive while a task of it runs`);
  const was = statusOf(stage, index);
  invariant(
    was === status.running || was === status.aborting,
    `task ${index} of stage ${id} is running when it ends`,
  );
  setStatus(stage, index, status.waiting);
  state.running -= 1;
  stage.running -= 1;
  stage.lane.running -= 1;
  for (const parked of stage.lane.parked.splice(0)) {
    state.ready.push(parked);
  }
  if (stage.phase === "over") {
    forgetIfIdle(state, stage);
  }
  return stage;
}

function fail(
  state: CoreState,
  stage: Stage,
  { index, failure, care, now }: Extract<CoreEvent, { kind: "failed" }>,
  commands: CoreCommand[],
): void {
  const attempt = attemptOf(stage, index);
  const granted = grantedTo(stage, index);
  const verdict = verdictOf(failure, stage.policy, granted, care);
  if (verdict.kind === "again" && granted[verdict.budget] < MAX_GRANTED) {
    const before = granted[verdict.budget];
    grant(stage, index, verdict.budget);
    const random = randomAt(state.seed, stage.id, index, attempt);
    const delayMs = delayOf(verdict.backoff, before, random);
    commands.push({ kind: "retry", stage: stage.id, index, attempt, delayMs, failure });
    setStatus(stage, index, status.delayed);
    state.delayed.push({ due: now + delayMs, stage, index });
    return;
  }
  close(state, stage, commands);
  commands.push({ kind: "stage-failed", stage: stage.id, index, attempts: attempt, failure });
}

function releaseDue(state: CoreState, now: number): void {
  for (;;) {
    const first = state.delayed.peek();
    if (first === undefined || (first.due > now && first.stage.phase === "running")) {
      return;
    }
    state.delayed.pop();
    if (first.stage.phase === "running") {
      setStatus(first.stage, first.index, status.waiting);
      first.stage.again.push(first.index);
      enqueue(state, first.stage);
    }
  }
}

function wakeForNext(state: CoreState, commands: CoreCommand[]): void {
  const due = state.delayed.peek()?.due ?? null;
  if (due !== null && due !== state.wakeAt) {
    commands.push({ kind: "wake", at: due });
  }
  state.wakeAt = due;
}

function hasWaiting(stage: Stage): boolean {
  return stage.again.length > 0 || stage.next < stage.tasks;
}

function enqueue(state: CoreState, stage: Stage): void {
  if (!stage.queued) {
    stage.queued = true;
    state.ready.push(stage);
  }
}
