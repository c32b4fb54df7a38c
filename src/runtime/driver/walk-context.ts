import type { NodeId, Plan, Region } from "../../compiler/ir/plan.ts";
import type { ExchangeLimits } from "../../control/regroup.ts";
import type { JsonObject } from "../../shared/json.ts";
import type { Clock } from "../clock.ts";
import type { OnFailure } from "../core/events.ts";
import type { Reporter } from "../run-event.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Cleaner } from "./cleaner.ts";
import type { Committer } from "./committer.ts";
import type { Frame, FrameElement } from "./frame.ts";
import type { Outcome } from "./outcome.ts";
import type { Priorities } from "./priorities.ts";
import type { Recall } from "./recall.ts";
import type { TaskRunner } from "./task-runner.ts";

/** What all nodes of one run share. */
export interface WalkContext {
  readonly plan: Plan;
  readonly run: string;
  readonly priorities: Priorities;
  /** What a failure that no `try` meets means for the rest of the run. */
  readonly onFailure: OnFailure;
  readonly tasks: TaskRunner;
  readonly recall: Recall | undefined;
  readonly cleaner: Cleaner | undefined;
  readonly committer: Committer;
  readonly clock: Clock;
  readonly report: Reporter;
  /** Past which an exchange takes two levels. */
  readonly exchangeLimits: ExchangeLimits;
  /** Absolute folder of a source file, as a span names it: where the paths in it start. */
  readonly folderOf: (file: string) => string;
}

/** `walkRegion`, as the nodes that own regions are given it. */
export type WalkRegion = (
  context: WalkContext,
  place: RegionPlace,
  params: JsonObject,
  parent: Frame | null,
  cancellation: Cancellation,
) => Promise<Outcome>;

export interface RegionPlace {
  readonly region: Region;
  /** The node that the region belongs to. */
  readonly owner: NodeId;
  /** Index path of the region. */
  readonly at: string;
  /** Set where it is for an element of a `for`. */
  readonly element?: FrameElement;
  /** Set where the owner meets its failure. */
  readonly guarded?: true;
}

/** Whether what runs beside a failure in this frame is left alone, and not stopped because of it. */
export function goesOn(
  { onFailure }: Pick<WalkContext, "onFailure">,
  { guarded }: Pick<Frame, "guarded">,
): boolean {
  return !guarded && onFailure !== "kill";
}
