/** What `on_error skip` has left out of a stage so far, and whether that is too much. */
import type { PlanNode } from "../../compiler/ir/plan.ts";
import { elementsOf } from "../../control/policy.ts";
import type { StageWork } from "../../control/stage-work.ts";
import type { Tolerance } from "../core/events.ts";
import { tooManySkipped } from "../core/stage-end.ts";
import type { Failure } from "../failure.ts";
import type { DeadLetters } from "../task.ts";

export interface LeftOut {
  readonly tolerates: boolean;
  /** Task `index` is committed. */
  add(index: number, skipped: number, deadLetters: DeadLetters | undefined): void;
  /** The failure of a stage that would leave out so many elements more, where it is certain already that it may not. */
  tooMany(more: number): Failure | undefined;
  /** The first element left out, in the order of the stage's tasks. */
  first(): DeadLetters["first"] | undefined;
}

export function createLeftOut(
  { node, work }: { readonly node: PlanNode; readonly work: StageWork },
  tolerance: Tolerance | null,
): LeftOut {
  let skipped = 0;
  let first: { readonly index: number; readonly letter: DeadLetters["first"] } | undefined;
  let elements: number | null | undefined;
  return {
    tolerates: tolerance !== null,
    add(index, more, deadLetters) {
      skipped += more;
      if (deadLetters !== undefined && (first === undefined || index < first.index)) {
        first = { index, letter: deadLetters.first };
      }
    },
    tooMany(more) {
      const fraction = tolerance?.fraction ?? null;
      if (fraction === null) {
        return undefined;
      }
      elements ??= elementsOf(node, work);
      return elements !== null && skipped + more > fraction * elements
        ? tooManySkipped({ skipped: skipped + more, elements }, fraction)
        : undefined;
    },
    first: () => first?.letter,
  };
}

/** Names the first element that failed, and why it did. */
export function withFirst(
  failure: Failure,
  first:
    | { readonly item: string | null; readonly code: string; readonly message: string }
    | undefined,
): Failure {
  return first === undefined || failure.kind !== "too-many-failures"
    ? failure
    : {
        ...failure,
        item: first.item,
        message: `${failure.message}; the first with ${first.code}: ${first.message}`,
      };
}
