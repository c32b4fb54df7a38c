/**
 * What the scheduler core hears and says. A *stage* is a set of tasks `0..tasks` of one step that may all run as soon as
 * it is submitted. Times are milliseconds of one clock that never goes back; the core only compares them.
 */
import type { Failure } from "../failure.ts";

/** Chosen by the driver; unique in a run and ascending, so that it orders stages of equal priority. */
export type StageId = number;

export interface StagePolicy {
  /** Further attempts where the user asked for them; null: none. */
  readonly retry: {
    readonly attempts: number;
    readonly minDelayMs: number;
    readonly maxDelayMs: number;
  } | null;
  /** Bytes. A task that ran out of memory is tried again with twice as much, up to `max`, and no attempt is counted. */
  readonly memory: { readonly base: number; readonly max: number };
  /** Of one attempt; null: none. */
  readonly timeoutMs: number | null;
  /** Null: any failure fails the stage. */
  readonly tolerance: Tolerance | null;
}

export interface Tolerance {
  /** Share of all elements that may be left out; null: any number. Judged when the stage is over. */
  readonly fraction: number | null;
}

/**
 * What another attempt, which looks where it is, would be good for besides being another one: `skip`, to find out which
 * element is to blame or to leave it out; `name`, to tell it, which is worth an attempt once all others are used up.
 */
export type CareWanted = "none" | "name" | "skip";

export interface Submission {
  readonly stage: StageId;
  readonly tasks: number;
  /** Lower runs first. */
  readonly priority: number;
  /** Stages of one lane share its limit of tasks running at once. */
  readonly lane: string;
  /** Null: no limit but the slots. The first stage of a lane decides. */
  readonly concurrency: number | null;
  readonly policy: StagePolicy;
}

export type CoreEvent =
  | { readonly kind: "submit"; readonly submission: Submission; readonly now: number }
  | {
      readonly kind: "finished";
      readonly stage: StageId;
      readonly index: number;
      /** Elements read, and how many of them were left out. */
      readonly elements: number;
      readonly skipped: number;
      readonly now: number;
    }
  | {
      readonly kind: "failed";
      readonly stage: StageId;
      readonly index: number;
      readonly failure: Failure;
      readonly care: CareWanted;
      readonly now: number;
    }
  /** Nobody wants the stage any more: its running tasks are aborted. */
  | { readonly kind: "cancel"; readonly stage: StageId; readonly now: number }
  /** Nothing starts from here on; running tasks end by themselves, and then every stage is cancelled. */
  | { readonly kind: "drain"; readonly now: number }
  /** Every stage is cancelled. */
  | { readonly kind: "kill"; readonly now: number }
  | { readonly kind: "tick"; readonly now: number };

export type CoreCommand =
  | {
      readonly kind: "start";
      readonly stage: StageId;
      readonly index: number;
      /** From 1. */
      readonly attempt: number;
      readonly memory: number;
      readonly timeoutMs: number | null;
    }
  /** Answered by `failed` or, if it was too late, `finished`. */
  | { readonly kind: "abort"; readonly stage: StageId; readonly index: number }
  /** A task failed and will start again after `delayMs`. */
  | {
      readonly kind: "retry";
      readonly stage: StageId;
      readonly index: number;
      /** The attempt that failed. */
      readonly attempt: number;
      readonly delayMs: number;
      readonly failure: Failure;
    }
  /** A `tick` is due at this time; a later `wake` takes the place of this one. */
  | { readonly kind: "wake"; readonly at: number }
  | { readonly kind: "stage-done"; readonly stage: StageId }
  /** `index` and `attempts` are of the task that failed; null where the stage as a whole did. */
  | {
      readonly kind: "stage-failed";
      readonly stage: StageId;
      readonly index: number | null;
      readonly attempts: number;
      readonly failure: Failure;
    }
  | { readonly kind: "stage-cancelled"; readonly stage: StageId };
