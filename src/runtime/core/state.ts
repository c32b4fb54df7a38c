/** What the scheduler core owns: compact arrays for each stage, never an object for each task. */

import type { StageId, StagePolicy, Submission } from "./events.ts";
import { createHeap, type Heap } from "./heap.ts";
import type { Granted } from "./retry.ts";

export interface CoreState {
  readonly slots: number;
  readonly seed: number;
  running: number;
  phase: "running" | "draining";
  readonly stages: Map<StageId, Stage>;
  readonly lanes: Map<string, Lane>;
  /** Stages with a task to start whose lane has room. */
  readonly ready: Heap<Stage>;
  readonly delayed: Heap<Delayed>;
  /** When the last `wake` asked for is due. */
  wakeAt: number | null;
}

export interface Stage {
  readonly id: StageId;
  readonly tasks: number;
  readonly priority: number;
  readonly lane: Lane;
  readonly policy: StagePolicy;
  phase: "running" | "over";
  /** The first task that never started. */
  next: number;
  /** Tasks to start again, in the order in which they became due. */
  readonly again: number[];
  running: number;
  /** Tasks committed or left out. */
  settled: number;
  elements: number;
  skipped: number;
  /** In the ready heap, or parked in its lane. */
  queued: boolean;
  /** Five bytes a task: status and the attempts granted by each budget. */
  readonly bytes: Uint8Array;
}

export interface Lane {
  readonly name: string;
  readonly limit: number;
  running: number;
  /** Stages with tasks to start, while the lane is full. */
  readonly parked: Stage[];
  /** Stages alive; the lane goes with its last one. */
  stages: number;
}

export interface Delayed {
  readonly due: number;
  readonly stage: Stage;
  readonly index: number;
}

export const status = { waiting: 0, running: 1, aborting: 2, delayed: 3, settled: 4 } as const;
export type Status = (typeof status)[keyof typeof status];

const budgets = { counted: 1, free: 2, growth: 3, care: 4 } as const satisfies {
  readonly [budget in keyof Granted]: number;
};

/** `retry` counts in a byte. */
export const MAX_GRANTED = 255;

export function createCore(settings: { readonly slots: number; readonly seed: number }): CoreState {
  return {
    slots: settings.slots,
    seed: settings.seed,
    running: 0,
    wakeAt: null,
    phase: "running",
    stages: new Map(),
    lanes: new Map(),
    ready: createHeap(
      (a, b) => a.priority < b.priority || (a.priority === b.priority && a.id < b.id),
    ),
    delayed: createHeap(
      (a, b) =>
        a.due < b.due ||
        (a.due === b.due &&
          (a.stage.id < b.stage.id || (a.stage.id === b.stage.id && a.index < b.index))),
    ),
  };
}

export function createStage(submission: Submission, lane: Lane): Stage {
  return {
    id: submission.stage,
    tasks: submission.tasks,
    priority: submission.priority,
    lane,
    policy: submission.policy,
    phase: "running",
    next: 0,
    again: [],
    running: 0,
    settled: 0,
    elements: 0,
    skipped: 0,
    queued: false,
    bytes: new Uint8Array(submission.tasks * 5),
  };
}

export function statusOf(stage: Stage, index: number): Status {
  return (stage.bytes[index] ?? status.waiting) as Status; // only `setStatus` writes this byte
}

export function setStatus(stage: Stage, index: number, to: Status): void {
  stage.bytes[index] = to;
}

export function grantedTo(stage: Stage, index: number): Granted {
  return {
    counted: grants(stage, index, "counted"),
    free: grants(stage, index, "free"),
    growth: grants(stage, index, "growth"),
    care: grants(stage, index, "care"),
  };
}

export function grants(stage: Stage, index: number, budget: keyof Granted): number {
  return stage.bytes[stage.tasks * budgets[budget] + index] ?? 0;
}

export function grant(stage: Stage, index: number, budget: keyof Granted): void {
  const at = stage.tasks * budgets[budget] + index;
  stage.bytes[at] = Math.min((stage.bytes[at] ?? 0) + 1, MAX_GRANTED);
}

/** The attempt that is running, or that would start next; from 1. */
export function attemptOf(stage: Stage, index: number): number {
  return (
    1 +
    grants(stage, index, "counted") +
    grants(stage, index, "free") +
    grants(stage, index, "growth") +
    grants(stage, index, "care")
  );
}
