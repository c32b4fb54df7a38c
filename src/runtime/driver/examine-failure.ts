import type { PlanNode } from "../../compiler/ir/plan.ts";
import { policyOf } from "../../control/policy.ts";
import type { CareWanted } from "../core/events.ts";
import type { Failure } from "../failure.ts";
import type { Task } from "../task.ts";
import { itemOfTask } from "./item-of-task.ts";
import { type LeftOut, withFirst } from "./left-out.ts";
import { judge, poisoned, type Suspicion } from "./suspicion.ts";

/** What a stage has learnt from attempts that failed. */
export interface Lessons {
  readonly request: { readonly node: PlanNode };
  /** By task, of those that run or will, and had an attempt that was lost with its process. */
  readonly suspicions: Map<number, Suspicion>;
  readonly leftOut: LeftOut;
}

export interface FailedAttempt {
  readonly task: Task;
  /** Bytes that it might use. */
  readonly memory: number;
  readonly failure: Failure;
}

/**
 * What the failure of an attempt means for the next one of its task, and the failure as it is shown. `lessons` learn from
 * it; undefined where the stage is over.
 */
export function examine(
  lessons: Lessons | undefined,
  index: number,
  { task, memory, failure }: FailedAttempt,
): { readonly failure: Failure; readonly care: CareWanted } {
  const shown = failure.item === null ? { ...failure, item: itemOfTask(task) } : failure;
  if (lessons === undefined) {
    return { failure: shown, care: "none" };
  }
  const { request, suspicions, leftOut } = lessons;
  const mostMemory = memory >= policyOf(request.node).memory.max;
  const lost = { node: request.node, work: task.work, failure, mostMemory };
  const { care, suspicion } = judge(lost, suspicions.get(index));
  if (suspicion !== undefined) {
    suspicions.set(index, suspicion);
  }
  const expected = [...suspicions.values()].reduce((sum, each) => sum + poisoned(each), 0);
  const tooMany = care === "skip" ? leftOut.tooMany(expected) : undefined;
  return tooMany === undefined
    ? { failure: shown, care }
    : { failure: withFirst(tooMany, shown), care: "none" };
}
