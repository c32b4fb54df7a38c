/** A stage that the core has been given, as the driver knows it: what its tasks are, and what has come of them. */
import type { Results } from "../../control/collect.ts";
import { err, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import { taskName } from "../keys.ts";
import type { AttemptPlace } from "../run-event.ts";
import type { TaskMetrics, TaskOutput, TaskResult } from "../task.ts";
import type { Lessons } from "./examine-failure.ts";
import type { Outcome } from "./outcome.ts";
import type { TaskCommits } from "./task-commits.ts";
import type { StageRequest } from "./task-runner.ts";

export interface OpenStage extends Lessons {
  readonly request: StageRequest;
  /** By task; holes where nothing is committed. */
  readonly results: (TaskResult | undefined)[];
  /** Launches whose worker is not done. */
  underWay: number;
  readonly commits: TaskCommits;
  /** By task, until its result is kept: what comes of committing it, for a copy that comes later. */
  readonly committing: Map<number, Promise<Result<TaskOutput, Failure>>>;
  /** Milliseconds of all tasks that finished, and how many they are. */
  spentMs: number;
  finished: number;
  readonly resolve: (outcome: Outcome<Results>) => void;
  readonly reject: (error: unknown) => void;
}

export function placeOf({ request }: OpenStage, index: number, attempt: number): AttemptPlace {
  return {
    step: request.node.id,
    at: request.at,
    task: taskName(request.work.at(index)),
    attempt,
  };
}

export function taskMs({ readMs, computeMs, writeMs }: TaskMetrics): number {
  return readMs + computeMs + writeMs;
}

export function stageFailure({ node, at }: StageRequest, failure: Failure, attempts: number) {
  return err({ kind: "failed" as const, failure, step: node.id, at, attempts });
}
