/** What the driver asks about work before it does it, and what it tells of work that is done. */
import type { PlanNode } from "../../compiler/ir/plan.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker } from "../invoker/invoker.ts";
import type { TaskOutput } from "../task.ts";
import type { Committer } from "./committer.ts";
import type { Outcome } from "./outcome.ts";
import type { StageRequest } from "./task-runner.ts";

export interface Recall {
  /**
   * The value of a node that an earlier driver of this run has completed; undefined where there is none. `perform` does
   * it in any case: it is kept for when something of it turns out to be lost.
   */
  node(place: NodePlace, perform: () => Promise<Outcome>): Promise<Outcome | undefined>;
  /** What is known of the tasks of a stage, before it is submitted. */
  stage(request: StageRequest): Promise<RecalledStage>;
  /** The same invoker, whose attempts wait for what they find lost to be made again. */
  invoker(invoker: TaskInvoker): TaskInvoker;
  /** Makes the object that a reader found lost or unsound; undefined where it is whole again. */
  repair(failure: Failure): Promise<Failure | undefined>;
}

export interface NodePlace {
  readonly node: PlanNode;
  /** Index path of the region it stands in. */
  readonly at: string;
  readonly committer: Committer;
}

export interface RecalledStage {
  /** By task. */
  readonly outputs: ReadonlyMap<number, TaskOutput>;
  /** How many of them are from other runs. */
  readonly reused: number;
  /** Whether it has been told that they are known. */
  readonly told: boolean;
  /** Task `index` is committed. */
  committed(index: number, output: TaskOutput): void;
  /** No task of it will be committed any more. */
  close(): Promise<void>;
}
