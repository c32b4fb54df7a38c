/** What `on_error skip` has left out of a stage so far, and whether that is too much. */
import type { NodeId, PlanNode } from "../../compiler/ir/plan.ts";
import { allowances, elementsOf } from "../../control/policy.ts";
import type { StageWork } from "../../control/stage-work.ts";
import type { Tolerance } from "../core/events.ts";
import { tooManySkipped } from "../core/stage-end.ts";
import type { Failure } from "../failure.ts";
import type { DeadLetters } from "../task.ts";

export interface LeftOut {
  readonly tolerates: boolean;
  /** Task `index` is committed, and has read so many elements. */
  add(index: number, elements: number, deadLetters: DeadLetters | undefined): void;
  /** The failure of a stage that would leave out so many elements more, where it is certain already that it may not. */
  tooMany(more: number): Failure | undefined;
  /** The failure of a stage whose tasks are committed, where one of its steps has left out more than that step may. */
  verdict(): Failure | undefined;
  /** The first element left out, in the order of the stage's tasks. */
  first(): FirstLeftOut | undefined;
}

export interface FirstLeftOut {
  readonly step: NodeId | null;
  readonly item: string | null;
  readonly code: string;
  readonly message: string;
}

interface OfStep {
  readonly index: number;
  readonly count: number;
  readonly first: FirstLeftOut;
}

export function createLeftOut(
  { node, work }: { readonly node: PlanNode; readonly work: StageWork },
  tolerance: Tolerance | null,
): LeftOut {
  const steps = new Map<NodeId, OfStep>();
  let read = 0;
  let expected: number | null | undefined;
  return {
    tolerates: tolerance !== null,
    add(index, elements, deadLetters) {
      read += elements;
      for (const { step, count, first } of deadLetters?.steps ?? []) {
        const known = steps.get(step);
        const earliest =
          known !== undefined && known.index < index ? known : { index, first: { step, ...first } };
        steps.set(step, { ...earliest, count: count + (known?.count ?? 0) });
      }
    },
    tooMany(more) {
      const fraction = tolerance?.fraction ?? null;
      if (fraction === null) {
        return undefined;
      }
      expected ??= elementsOf(node, work);
      const skipped = [...steps.values()].reduce((sum, { count }) => sum + count, more);
      return expected !== null && skipped > fraction * expected
        ? tooManySkipped({ skipped, elements: expected }, fraction)
        : undefined;
    },
    verdict() {
      for (const [step, fraction] of allowances(node)) {
        const left = steps.get(step);
        if (fraction !== null && left !== undefined && left.count > fraction * read) {
          const failure = tooManySkipped({ skipped: left.count, elements: read }, fraction);
          return withFirst(failure, left.first);
        }
      }
      return undefined;
    },
    first: () => [...steps.values()].toSorted((a, b) => a.index - b.index)[0]?.first,
  };
}

/** Names the first element that failed, and why it did. */
export function withFirst(failure: Failure, first: FirstLeftOut | undefined): Failure {
  return first === undefined || failure.kind !== "too-many-failures"
    ? failure
    : {
        ...failure,
        step: first.step,
        item: first.item,
        message: `${failure.message}; the first with ${first.code}: ${first.message}`,
      };
}
