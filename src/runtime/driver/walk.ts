/**
 * Walks the regions of a Plan as data flows: a node starts as soon as what it mentions and what stands in its `after` are
 * committed, and only if the region's result or one of its roots needs it.
 */
import type { NodeId, PlanNode } from "../../compiler/ir/plan.ts";
import { referencesOf } from "../../compiler/ir/references.ts";
import { answerOf } from "../../control/answer.ts";
import { mentionsOf } from "../../control/mentions.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok } from "../../shared/result.ts";
import { type Cancellation, createCancellation } from "./cancellation.ts";
import { createFrame, type Frame, lookUp } from "./frame.ts";
import { withElement } from "./item-of-frame.ts";
import { allOrFirstStop, allStops, failedAt, type Outcome, type Stop } from "./outcome.ts";
import { performEach } from "./perform-each.ts";
import { performExchange } from "./perform-exchange.ts";
import { performFold } from "./perform-fold.ts";
import { performAssert, performBranch, performLoop, performTry } from "./perform-regions.ts";
import {
  performCall,
  performFiles,
  performFlatten,
  performMap,
  performSplit,
  performTake,
} from "./perform-stages.ts";
import { placed, type Step } from "./step.ts";
import { goesOn, type RegionPlace, type WalkContext } from "./walk-context.ts";

/** The value of a region's result; what still runs inside it is cancelled. */
export async function walkRegion(
  context: WalkContext,
  place: RegionPlace,
  params: JsonObject,
  parent: Frame | null,
  cancellation: Cancellation,
): Promise<Outcome> {
  const { region, owner, at } = place;
  const guarded = place.guarded ?? parent?.guarded ?? false;
  const element = place.element ?? parent?.element ?? null;
  const frame = createFrame(region, params, at, parent, cancellation.child(), guarded, element);
  try {
    const outcome = await resultOf(context, frame, owner);
    return outcome.ok ? outcome : await afterStop(context, frame, outcome.error);
  } finally {
    frame.cancellation.cancel();
  }
}

async function resultOf(context: WalkContext, frame: Frame, owner: NodeId): Promise<Outcome> {
  const { region, at } = frame;
  const roots = region.roots.map((id) => demand(context, frame, id));
  const scope = scopeOf(context, frame, [...referencesOf(region.result)]);
  const all = await allOrFirstStop<unknown>([...roots, scope]);
  if (!all.ok) {
    return all;
  }
  const known = await scope;
  if (!known.ok) {
    return known;
  }
  const result = answerOf({ id: owner }, region.result, known.value);
  return result.ok ? result : failedAt({ id: owner }, at, withElement(frame, result.error));
}

/**
 * What a region that stopped comes to, when what may go on in it has ended (`OnFailure`). Where the core has stopped all
 * stages, the one that failed has perhaps been heard of less early than those that were cancelled for it.
 */
async function afterStop(context: WalkContext, frame: Frame, stop: Stop): Promise<Outcome> {
  if (stop.kind === "cancelled" ? frame.cancellation.cancelled : !goesOn(context, frame)) {
    return err(stop);
  }
  if (stop.kind === "failed" && context.onFailure === "drain") {
    context.tasks.drain();
  }
  const stops = await allStops(frame.started);
  return err(stop.kind === "failed" ? stop : (stops.find(({ kind }) => kind === "failed") ?? stop));
}

/** The value of a name. Starts the node behind it when nobody has yet. */
function demand(context: WalkContext, from: Frame, id: string): Promise<Outcome> {
  const found = lookUp(from, id);
  invariant(found !== undefined, `\`${id}\` is visible where it is mentioned`);
  if (found.kind === "value") {
    return Promise.resolve(ok(found.value));
  }
  const { frame, node } = found;
  const started = frame.started.get(id);
  if (started !== undefined) {
    return started;
  }
  const outcome = runNode(context, frame, node);
  frame.started.set(id, outcome);
  return outcome;
}

async function runNode(context: WalkContext, frame: Frame, node: PlanNode): Promise<Outcome> {
  // Lets go of the stack: a chain of ten thousand steps is demanded from its end.
  await Promise.resolve();
  const after = node.after.map((id) => demand(context, frame, id));
  const scope = scopeOf(context, frame, mentionsOf(node));
  const before = await allOrFirstStop<unknown>([...after, scope]);
  if (!before.ok) {
    return before;
  }
  const known = await scope;
  if (!known.ok) {
    return known;
  }
  const outcome = await recallOrPerform({ context, frame, node, scope: known.value });
  if (outcome.ok && frame.parent === null) {
    context.cleaner?.done(node, outcome.value);
  }
  return outcome;
}

async function recallOrPerform(step: Step<PlanNode>): Promise<Outcome> {
  const { context, frame, node } = step;
  const place = { node, at: frame.at, committer: context.committer };
  // For a repair, which may come when the region around is over; that the step is done has been told.
  const later = (): Promise<Outcome> =>
    perform({
      ...step,
      context: { ...context, report: () => {} },
      frame: { ...frame, cancellation: createCancellation() },
    });
  const known = await context.recall?.node(place, later);
  return known ?? perform(step);
}

async function scopeOf(
  context: WalkContext,
  frame: Frame,
  ids: readonly string[],
): Promise<Outcome<JsonObject>> {
  const values = await allOrFirstStop(ids.map((id) => demand(context, frame, id)));
  return values.ok
    ? ok(Object.fromEntries(ids.map((id, i): [string, Json] => [id, values.value[i] ?? null])))
    : values;
}

function perform(step: Step<PlanNode>): Promise<Outcome> {
  const { node } = step;
  switch (node.kind) {
    case "value":
      return Promise.resolve(placed(step, answerOf(node, node.expr, step.scope)));
    case "files":
      return performFiles({ ...step, node });
    case "call":
      return performCall({ ...step, node });
    case "split":
      return performSplit({ ...step, node });
    case "map":
      return performMap({ ...step, node });
    case "exchange":
      return performExchange({ ...step, node });
    case "fold":
      return performFold({ ...step, node });
    case "take":
      return performTake({ ...step, node });
    case "flatten":
      return performFlatten({ ...step, node });
    case "each":
      return performEach({ ...step, node }, walkRegion);
    case "loop":
      return performLoop({ ...step, node }, walkRegion);
    case "branch":
      return performBranch({ ...step, node }, walkRegion);
    case "try":
      return performTry({ ...step, node }, walkRegion);
    case "assert":
      return performAssert({ ...step, node });
    default:
      return assertNever(node);
  }
}
