/** Decisions between regions: which arm, whether another round, whether an assertion holds. */
import type { AssertNode, BranchNode, LoopNode, NodeId } from "../compiler/ir/plan.ts";
import type { Failure } from "../runtime/failure.ts";
import { failureOf } from "../runtime/task-error.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { err, ok } from "../shared/result.ts";
import { type Answer, answerOf, condition, wholeNumber } from "./answer.ts";

export function branchArm(node: BranchNode, scope: JsonObject): Answer<"then" | "otherwise"> {
  const holds = condition(node, node.condition, scope);
  return holds.ok ? ok(holds.value ? "then" : "otherwise") : holds;
}

export function loopTimes(node: LoopNode, scope: JsonObject): Answer<number> {
  return wholeNumber(node, node.times, scope, "for", 0);
}

/** Whether `state`, what a round has just made, ends the loop. */
export function loopEnds(node: LoopNode, state: Json, scope: JsonObject): Answer<boolean> {
  const [name] = node.body.params;
  return node.until === null || name === undefined
    ? ok(false)
    : condition(node, node.until, { ...scope, [name]: state });
}

export function assertion(node: AssertNode, scope: JsonObject): Answer<null> {
  const holds = condition(node, node.condition, scope);
  if (!holds.ok) {
    return holds;
  }
  if (holds.value) {
    return ok(null);
  }
  const message = answerOf(node, node.message, scope);
  return message.ok ? err(failureOf("assert", textOf(message.value))) : message;
}

/** The checker lets strings through only. */
const textOf = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What `catch e` binds. */
export function errorRecord(failed: {
  readonly failure: Failure;
  readonly step: NodeId;
  readonly attempts: number;
}): JsonObject {
  const { code, message, item } = failed.failure;
  return {
    code,
    message,
    step: failed.failure.step ?? failed.step,
    item,
    attempts: failed.attempts,
  };
}
