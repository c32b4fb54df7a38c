/** Nodes that own regions and decide between them. Each decision is committed before anything acts on it. */
import type { AssertNode, BranchNode, LoopNode, TryNode } from "../../compiler/ir/plan.ts";
import { answerOf } from "../../control/answer.ts";
import { assertion, branchArm, errorRecord, loopEnds, loopTimes } from "../../control/decide.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { ok } from "../../shared/result.ts";
import { decisionKey } from "../keys.ts";
import { indexPath } from "./frame.ts";
import type { Outcome } from "./outcome.ts";
import { placed, restored, type Step } from "./step.ts";
import type { WalkRegion } from "./walk-context.ts";

export async function performBranch(step: Step<BranchNode>, walk: WalkRegion): Promise<Outcome> {
  const { context, frame, node, scope } = step;
  const decided = placed(step, branchArm(node, scope));
  if (!decided.ok) {
    return decided;
  }
  const arm = await decide(step, "arm", { arm: decided.value });
  if (!arm.ok) {
    return arm;
  }
  const region = arm.value.arm === "then" ? node.then : node.otherwise;
  const place = { region, owner: node.id, at: frame.at };
  return walk(context, place, {}, frame, frame.cancellation);
}

export async function performTry(step: Step<TryNode>, walk: WalkRegion): Promise<Outcome> {
  const { context, frame, node } = step;
  const place = { owner: node.id, at: frame.at };
  const guarded = { ...place, region: node.body, guarded: true as const };
  const body = await walk(context, guarded, {}, frame, frame.cancellation);
  if (!body.ok && body.error.kind === "cancelled") {
    return body;
  }
  const arm = await decide(step, "arm", armAfter(body));
  if (!arm.ok) {
    return arm;
  }
  if (arm.value.arm === "body") {
    return restored(step, arm.value.value, node.type);
  }
  const [name] = node.handler.params;
  const params = name === undefined ? {} : { [name]: arm.value.error };
  return walk(context, { ...place, region: node.handler }, params, frame, frame.cancellation);
}

function armAfter(body: Outcome): TryArm {
  if (body.ok) {
    return { arm: "body", value: body.value };
  }
  invariant(body.error.kind === "failed", "a cancelled body has no arm");
  return { arm: "handler", error: errorRecord(body.error) };
}

type TryArm =
  | { readonly arm: "body"; readonly value: Json }
  | { readonly arm: "handler"; readonly error: JsonObject };

export async function performLoop(step: Step<LoopNode>, walk: WalkRegion): Promise<Outcome> {
  const { context, frame, node, scope } = step;
  const initial = placed(step, answerOf(node, node.init, scope));
  if (!initial.ok) {
    return initial;
  }
  const times = placed(step, loopTimes(node, scope));
  if (!times.ok) {
    return times;
  }
  const [stateName, roundName] = node.body.params;
  let state = initial.value;
  for (let round = 0; round < times.value; round++) {
    const params = {
      ...(stateName === undefined ? {} : { [stateName]: state }),
      ...(roundName === undefined ? {} : { [roundName]: round }),
    };
    const place = { region: node.body, owner: node.id, at: indexPath(frame.at, round) };
    const next = await walk(context, place, params, frame, frame.cancellation);
    if (!next.ok) {
      return next;
    }
    const ends = placed(step, loopEnds(node, next.value, scope));
    if (!ends.ok) {
      return ends;
    }
    const decided = await decide(step, `round-${round}`, { state: next.value, ends: ends.value });
    if (!decided.ok) {
      return decided;
    }
    const exact = restored(step, decided.value.state, node.type);
    if (!exact.ok) {
      return exact;
    }
    state = exact.value;
    if (round > 0) {
      context.cleaner?.roundOver(node, indexPath(frame.at, round - 1), state);
    }
    if (decided.value.ends) {
      break;
    }
  }
  return ok(state);
}

export function performAssert(step: Step<AssertNode>): Promise<Outcome> {
  return Promise.resolve(placed(step, assertion(step.node, step.scope)));
}

async function decide<T>(
  step: Parameters<typeof placed>[0],
  name: string,
  decision: T,
): Promise<Outcome<T>> {
  const { context, frame, node } = step;
  const key = decisionKey(context.run, node.id, frame.at, name);
  return placed(step, await context.committer.commit(key, decision));
}
