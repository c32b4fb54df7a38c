/** Whoever runs the tasks of a stage, and answers when all are committed or it is clear that they will not be. */
import type { PlanNode } from "../../compiler/ir/plan.ts";
import type { Results } from "../../control/collect.ts";
import type { StageWork } from "../../control/stage-work.ts";
import type { JsonObject } from "../../shared/json.ts";
import type { TaskOutput } from "../task.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Outcome } from "./outcome.ts";

export interface StageRequest {
  readonly node: PlanNode;
  readonly at: string;
  /** Of every task. */
  readonly scope: JsonObject;
  readonly work: StageWork;
  /** Lower runs first. */
  readonly priority: number;
  /** Whether a `try` meets its failure. */
  readonly guarded: boolean;
  /** Set where `work` is what is left of a stage. */
  readonly recalled?: RecalledTasks;
  /** Told of each task that is committed. */
  readonly committed?: (index: number, output: TaskOutput) => void;
}

export interface RecalledTasks {
  /** The whole stage. */
  readonly whole: StageWork;
  /** Of the tasks that are known, by their place in it. */
  readonly outputs: ReadonlyMap<number, TaskOutput>;
}

export interface TaskRunner {
  /** Results in the order of the tasks. */
  run(request: StageRequest, cancellation: Cancellation): Promise<Outcome<Results>>;
  /** Running tasks may end, nothing starts, and then every stage is cancelled. */
  drain(): void;
  /** Running tasks are aborted too. */
  kill(): void;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
}
