/** What the options of a node mean to the scheduler. */
import type { NodeOptions, Op, PlanNode, StageInput } from "../compiler/ir/plan.ts";
import type { StagePolicy, Tolerance } from "../runtime/core/events.ts";

/** Of a function that declares none. */
export const DEFAULT_MEMORY = { base: 512 * 1024 * 1024, max: 512 * 1024 * 1024 };

export function policyOf(node: PlanNode): StagePolicy {
  const options = "options" in node ? node.options : undefined;
  return {
    retry: options?.retry ?? null,
    memory: options?.memory ?? DEFAULT_MEMORY,
    timeoutMs: options?.timeoutMs ?? null,
    tolerance: toleranceOf(inputsOf(node)),
  };
}

export function concurrencyOf(node: PlanNode): number | null {
  return "options" in node ? (node.options satisfies NodeOptions).concurrency : null;
}

/**
 * What the ops of all inputs tolerate together. Where a task runs several that skip, the share of the most tolerant one
 * holds, since the count of what was left out does not tell them apart.
 */
function toleranceOf(inputs: readonly StageInput[]): Tolerance | null {
  const skips = inputs.flatMap((input) =>
    input.ops.flatMap((op) => {
      const onError = onErrorOf(op);
      return onError === null ? [] : [onError.skip.fraction];
    }),
  );
  if (skips.length === 0) {
    return null;
  }
  const perTask = inputs.every(
    ({ source, ops }) =>
      (source.kind === "list" || source.kind === "range") &&
      ops.some((op) => op.op === "call" && op.onError !== null),
  );
  const fraction = skips.some((skip) => skip === null)
    ? null
    : Math.max(...skips.map((skip) => skip ?? 0));
  return { fraction, perTask };
}

function onErrorOf(op: Op) {
  return op.op === "decode" || op.op === "call" || op.op === "reduce" ? op.onError : null;
}

function inputsOf(node: PlanNode): readonly StageInput[] {
  switch (node.kind) {
    case "map":
    case "fold":
      return [node.input];
    case "exchange":
      return node.inputs;
    default:
      return [];
  }
}
