import type { NodeId, Plan } from "../../compiler/ir/plan.ts";
import type { Clock } from "../clock.ts";
import type { Reporter } from "../run-event.ts";
import type { Committer } from "./committer.ts";
import type { TaskRunner } from "./task-runner.ts";

/** What all nodes of one run share. */
export interface WalkContext {
  readonly plan: Plan;
  readonly run: string;
  /** Rank of each node in source order, for priorities. */
  readonly positions: ReadonlyMap<NodeId, number>;
  readonly tasks: TaskRunner;
  readonly committer: Committer;
  readonly clock: Clock;
  readonly report: Reporter;
  /** Absolute folder of a source file, as a span names it: where the paths in it start. */
  readonly folderOf: (file: string) => string;
}
