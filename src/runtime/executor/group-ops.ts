/** Ops over groups that call no function. */
import type { AggregateOp, JoinOp } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import { hasNull } from "../rows/key.ts";
import type { Group } from "../runs/groups.ts";
import { TaskError } from "../task-error.ts";
import { createAggregation } from "./aggregate.ts";
import { failureFrom } from "./call-failure.ts";
import type { TaskContext } from "./environment.ts";

/**
 * For each key, every combination of one element from each side, the first side's slowest. The elements that a key has in
 * all sides but the first are held in memory. A key that is null, or holds one, matches nothing: each of its elements that
 * may stand alone does, and the exchange has left out the others.
 */
export function* joinGroups(op: JoinOp, groups: Iterable<Group>): Generator<Json> {
  const [firstSide, ...otherSides] = op.sides;
  if (firstSide === undefined) {
    return;
  }
  for (const { key, streams } of groups) {
    if (hasNull(key)) {
      yield* alone(op, streams);
      continue;
    }
    const [first = [], ...others] = streams;
    const lists = others.map((stream, index) =>
      orMissing([...stream], otherSides[index]?.optional === true),
    );
    if (lists.some((list) => list.length === 0)) {
      continue;
    }
    let found = false;
    for (const element of first) {
      found = true;
      yield* combinations({ [firstSide.name]: element }, otherSides, lists, 0);
    }
    if (!found && firstSide.optional) {
      yield* combinations({ [firstSide.name]: null }, otherSides, lists, 0);
    }
  }
}

function* alone({ sides }: JoinOp, streams: readonly Iterable<Json>[]): Generator<Json> {
  const missing = Object.fromEntries(sides.map((side) => [side.name, null]));
  for (const [i, side] of sides.entries()) {
    for (const element of streams[i] ?? []) {
      yield { ...missing, [side.name]: element };
    }
  }
}

/** A side that may be missing has null in the place of its elements. */
const orMissing = (elements: readonly Json[], optional: boolean): readonly Json[] =>
  elements.length === 0 && optional ? [null] : elements;

function* combinations(
  record: { readonly [side: string]: Json },
  sides: JoinOp["sides"],
  lists: readonly (readonly Json[])[],
  at: number,
): Generator<Json> {
  const side = sides[at];
  if (side === undefined) {
    yield record;
    return;
  }
  for (const element of lists[at] ?? []) {
    yield* combinations({ ...record, [side.name]: element }, sides, lists, at + 1);
  }
}

/** One record for each key. */
export function* aggregateGroups(
  context: TaskContext,
  op: AggregateOp,
  groups: Iterable<Group>,
): Generator<Json> {
  const { lift, merge, finish } = createAggregation(context, op.aggregates, op.step);
  for (const { key, streams } of groups) {
    let state: Json | undefined;
    try {
      for (const element of streams[0] ?? []) {
        const next = op.combined ? element : lift(key, element);
        state = state === undefined ? next : merge(state, next);
      }
    } catch (error) {
      throw new TaskError(failureFrom(error, { step: op.step, item: printItem(key) }), {
        cause: error,
      });
    }
    if (state !== undefined) {
      yield finish(state);
    }
  }
}
