/** What the scheduler core owns: a few bytes for each task, and objects for stages and for what runs. */
import type { Failure } from "../failure.ts";
import { type AttemptLog, createAttemptLog } from "./attempt-log.ts";
import type {
  CoreSettings,
  LaunchId,
  OnFailure,
  StageId,
  StagePolicy,
  Submission,
} from "./events.ts";
import { createHeap, type Heap } from "./heap.ts";
import { createQueue, type Queue } from "./queue.ts";
import type { TaskTimes } from "./task-times.ts";

export interface CoreState {
  readonly slots: number;
  readonly seed: number;
  readonly onFailure: OnFailure;
  readonly speculation: boolean;
  readonly batches: boolean;
  /** Slots that nothing runs in, and no gang keeps. */
  free: number;
  phase: "running" | "draining";
  readonly stages: Map<StageId, Stage>;
  readonly lanes: Map<string, Lane>;
  /** What runs, oldest first. */
  readonly launches: Map<LaunchId, Launch>;
  nextLaunch: LaunchId;
  /** Tells timers apart that are due at once. */
  nextTimer: number;
  /** Stages with a task to start, but those that are parked. */
  readonly ready: Heap<Stage>;
  readonly timers: Heap<Timer>;
  /** Stragglers are not looked for before this time. */
  lookFrom: number;
  /** When they are to be looked for next; null: not unless something happens. */
  lookAt: number | null;
  /** When the last `wake` asked for is due. */
  wakeAt: number | null;
}

export interface Stage {
  readonly id: StageId;
  readonly tasks: number;
  readonly priority: number;
  readonly lane: Lane;
  readonly policy: StagePolicy;
  readonly elementsInAll: number | null;
  readonly guarded: boolean;
  readonly gang: boolean;
  /** `failing`: nothing starts, and it is over when what runs has ended. */
  phase: "running" | "failing" | "over";
  failed: FailedStage | null;
  /** The first task that has never started nor is settled. */
  next: number;
  /** Tasks that have never started nor are settled. */
  fresh: number;
  /** Tasks to start again, each alone, in the order in which they became due; null until there is one. */
  again: Queue | null;
  /** Launches. */
  running: number;
  /** Slots kept for members of a gang between their attempts. */
  kept: number;
  settled: number;
  elements: number;
  skipped: number;
  /** In the ready heap, or parked in its lane. */
  queued: boolean;
  /** Milliseconds that a task took lately; null: none has ended. */
  meanMs: number | null;
  /** Of those whose tasks all finished; 1 before. */
  largestBatch: number;
  /** Of tasks that finished; null until one has, and where nothing is copied. */
  times: TaskTimes | null;
  /** Second copies that were started. */
  copies: number;
  /** `Status` of each task. */
  readonly status: Uint8Array;
  /** Null while no task needed more than its first attempt. */
  log: AttemptLog | null;
}

/** Why a stage fails, as `stage-failed` says it. */
export interface FailedStage {
  readonly index: number | null;
  readonly attempts: number;
  readonly failure: Failure;
}

export interface Lane {
  readonly name: string;
  readonly limit: number;
  running: number;
  /** Stages that found the lane full. While it is not, at most those remain that another one of the lane goes ahead of. */
  readonly parked: Heap<Stage>;
  /** Stages alive; the lane goes with its last one. */
  stages: number;
}

export interface Launch {
  readonly id: LaunchId;
  readonly stage: Stage;
  readonly first: number;
  readonly count: number;
  readonly attempt: number;
  readonly startedAt: number;
  /** The other attempt at the same task that runs now. */
  twin: Launch | null;
  aborted: boolean;
  /** When its worker was done with it; null before. */
  freedAt: number | null;
}

export type Timer =
  | {
      readonly kind: "retry";
      readonly due: number;
      readonly order: number;
      readonly stage: Stage;
      readonly index: number;
    }
  /** A batch that still runs by then is broken up. */
  | {
      readonly kind: "batch";
      readonly due: number;
      readonly order: number;
      readonly launch: Launch;
    };

export const status = { waiting: 0, running: 1, delayed: 2, settled: 3 } as const;
export type Status = (typeof status)[keyof typeof status];

export function createCore(settings: CoreSettings): CoreState {
  return {
    ...settings,
    free: settings.slots,
    phase: "running",
    stages: new Map(),
    lanes: new Map(),
    launches: new Map(),
    nextLaunch: 0,
    nextTimer: 0,
    ready: createHeap(runsBefore),
    timers: createHeap((a, b) => a.due < b.due || (a.due === b.due && a.order < b.order)),
    lookFrom: 0,
    lookAt: null,
    wakeAt: null,
  };
}

export function createStage(submission: Submission, lane: Lane): Stage {
  const { tasks, settled } = submission;
  const stage: Stage = {
    id: submission.stage,
    tasks,
    priority: submission.priority,
    lane,
    policy: submission.policy,
    elementsInAll: submission.elements,
    guarded: submission.guarded,
    gang: submission.gang,
    phase: "running",
    failed: null,
    next: 0,
    fresh: tasks,
    again: null,
    running: 0,
    kept: 0,
    settled: 0,
    elements: settled?.elements ?? 0,
    skipped: settled?.skipped ?? 0,
    queued: false,
    meanMs: null,
    largestBatch: 1,
    times: null,
    copies: 0,
    status: new Uint8Array(tasks),
    log: null,
  };
  if (settled !== null) {
    markSettled(stage, settled.tasks);
  }
  return stage;
}

export function createLane({ lane, concurrency }: Submission): Lane {
  return {
    name: lane,
    limit: concurrency ?? Number.POSITIVE_INFINITY,
    running: 0,
    parked: createHeap(runsBefore),
    stages: 0,
  };
}

export function statusOf(stage: Stage, index: number): Status {
  return (stage.status[index] ?? status.waiting) as Status; // only `Status` is written there
}

export function setStatus(stage: Stage, index: number, to: Status): void {
  stage.status[index] = to;
}

/** What is known of a task's attempts, from the first time that anything has to be. */
export function logOf(stage: Stage): AttemptLog {
  stage.log ??= createAttemptLog(stage.tasks, stage.next);
  return stage.log;
}

export function hasWaiting(stage: Stage): boolean {
  return stage.fresh > 0 || (stage.again !== null && stage.again.size > 0);
}

/** Task `index` waits to start again. */
export function waitAgain(stage: Stage, index: number): void {
  setStatus(stage, index, status.waiting);
  stage.again ??= createQueue();
  stage.again.push(index);
}

/** To the first task from `stage.next` on that is to be started. */
export function skipSettled(stage: Stage): void {
  while (stage.next < stage.tasks && statusOf(stage, stage.next) === status.settled) {
    stage.next += 1;
  }
}

function markSettled(stage: Stage, known: Uint8Array): void {
  for (let index = 0; index < stage.tasks; index++) {
    if (((known[index >> 3] ?? 0) & (1 << (index & 7))) !== 0) {
      setStatus(stage, index, status.settled);
      stage.settled += 1;
    }
  }
  stage.fresh -= stage.settled;
  skipSettled(stage);
}

const runsBefore = (a: Stage, b: Stage): boolean =>
  a.priority < b.priority || (a.priority === b.priority && a.id < b.id);
