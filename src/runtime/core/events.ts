/**
 * What the scheduler core hears and says. A *stage* is a set of tasks `0..tasks` of one step that may all run as soon as
 * it is submitted. A *launch* is one message to one worker: one attempt of one task, or the first attempts of a batch of
 * tasks that follow each other. Times are milliseconds of one clock that never goes back; the core only compares them.
 */
import type { Failure } from "../failure.ts";

/** Chosen by the driver; unique in a run and ascending, so that it orders stages of equal priority. */
export type StageId = number;

/** Chosen by the core; unique in a run and ascending. */
export type LaunchId = number;

/**
 * What a failure that no `try` meets means for the rest of the run. In all three the stage that failed starts nothing more.
 * `drain`: nothing else starts either, and what runs may end. `continue`: other stages go on, and what runs may end.
 * `kill`: everything is aborted at once.
 */
export type OnFailure = "drain" | "continue" | "kill";

export interface CoreSettings {
  /** Launches at once. */
  readonly slots: number;
  readonly seed: number;
  readonly onFailure: OnFailure;
  /** Whether stragglers are copied. */
  readonly speculation: boolean;
  /** Whether tiny tasks are sent together. */
  readonly batches: boolean;
}

export interface StagePolicy {
  /** Further attempts where the user asked for them; null: none. */
  readonly retry: {
    readonly attempts: number;
    readonly minDelayMs: number;
    readonly maxDelayMs: number;
  } | null;
  /** Bytes. A task that ran out of memory is tried again with twice as much, up to `max`, and no attempt is counted. */
  readonly memory: { readonly base: number; readonly max: number };
  /**
   * Of one attempt; null: none. Handed on with `start` and held by the invoker, which is the one that can ask a worker
   * where it stands before it ends it, and kill what a function has started.
   */
  readonly timeoutMs: number | null;
  /** Null: any failure fails the stage. */
  readonly tolerance: Tolerance | null;
  /** A call is seen by the world outside: a task is never copied, and never sent together with others. */
  readonly effect: boolean;
}

export interface Tolerance {
  /** Share of all elements that may be left out; null: any number. */
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
  /** Stages of one lane share its limit of launches running at once. */
  readonly lane: string;
  /** Null: no limit but the slots. The first stage of a lane decides. */
  readonly concurrency: number | null;
  readonly policy: StagePolicy;
  /** Tasks whose results are known; null: none. */
  readonly settled: Settled | null;
  /** Elements that all tasks read together, where that is known beforehand: lets tolerance be judged early. */
  readonly elements: number | null;
  /** Whether a `try` meets its failure, so that the run goes on as if nothing had happened. */
  readonly guarded: boolean;
  /** Whether its tasks start together or not at all; each keeps its slot until it is settled, also between attempts. */
  readonly gang: boolean;
}

/** Tasks that are not to be started, since what they gave is known. */
export interface Settled {
  /** Bit `i & 7` of byte `i >> 3` is set for task `i`. */
  readonly tasks: Uint8Array;
  /** Elements they read, and how many of those they left out. */
  readonly elements: number;
  readonly skipped: number;
}

export type CoreEvent =
  | { readonly kind: "submit"; readonly submission: Submission; readonly now: number }
  /** The worker is done with a launch; what came of it is on its way to the store, and follows with `ended`. */
  | { readonly kind: "freed"; readonly launch: LaunchId; readonly now: number }
  /** A launch is over, whether it was aborted or not. `outcomes` are those of its tasks, in order. */
  | {
      readonly kind: "ended";
      readonly launch: LaunchId;
      readonly outcomes: readonly TaskOutcome[];
      readonly now: number;
    }
  /** Nobody wants the stage any more: its running tasks are aborted. */
  | { readonly kind: "cancel"; readonly stage: StageId; readonly now: number }
  /** Nothing starts from here on; running tasks end by themselves, and then every stage is cancelled. */
  | { readonly kind: "drain"; readonly now: number }
  /** Every stage is cancelled. */
  | { readonly kind: "kill"; readonly now: number }
  | { readonly kind: "tick"; readonly now: number };

export type TaskOutcome =
  /** `elements` were read, of which `skipped` were left out. */
  | { readonly kind: "finished"; readonly elements: number; readonly skipped: number }
  | { readonly kind: "failed"; readonly failure: Failure; readonly care: CareWanted }
  /** Of a batch that broke off before or while the task ran: it starts again, alone, at no charge. */
  | { readonly kind: "undone" };

export type CoreCommand =
  /** Tasks `first` up to `first + count` are to be done by one worker, in order. Answered by `ended`. */
  | {
      readonly kind: "start";
      readonly launch: LaunchId;
      readonly stage: StageId;
      readonly first: number;
      readonly count: number;
      /** From 1, and different for each start of a task: names what the attempt writes. */
      readonly attempt: number;
      readonly memory: number;
      readonly timeoutMs: number | null;
    }
  /** The launch is to end soon. */
  | { readonly kind: "abort"; readonly launch: LaunchId }
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
  /** A task failed for good. Its stage ends with `stage-failed`, at once or when what runs has ended. */
  | {
      readonly kind: "task-failed";
      readonly stage: StageId;
      readonly index: number;
      readonly attempt: number;
      readonly failure: Failure;
    }
  /**
   * An attempt that counts for nothing: a copy of it was there first or still runs, the batch it was in broke off, or its
   * stage does not go on.
   */
  | {
      readonly kind: "dropped";
      readonly launch: LaunchId;
      readonly index: number;
    }
  /** A `tick` is due at this time; a later `wake` takes the place of this one. */
  | { readonly kind: "wake"; readonly at: number }
  | { readonly kind: "stage-done"; readonly stage: StageId }
  /** `index` is of the task that failed; null where the stage as a whole did. */
  | {
      readonly kind: "stage-failed";
      readonly stage: StageId;
      readonly index: number | null;
      /** That were granted to the task: neither copies nor batches that broke off count. */
      readonly attempts: number;
      readonly failure: Failure;
    }
  | { readonly kind: "stage-cancelled"; readonly stage: StageId };
