/** What the options of a node mean to the scheduler. */
import type { NodeId, NodeOptions, Op, PlanNode, StageInput } from "../compiler/ir/plan.ts";
import type { StagePolicy, Tolerance } from "../runtime/core/events.ts";
import type { TaskWork } from "../runtime/task.ts";
import type { StageWork } from "./stage-work.ts";

/** Of a function that declares none. */
export const DEFAULT_MEMORY = { base: 512 * 1024 * 1024, max: 512 * 1024 * 1024 };

export function policyOf(node: PlanNode): StagePolicy {
  const options = "options" in node ? node.options : undefined;
  return {
    retry: options?.retry ?? null,
    memory: options?.memory ?? DEFAULT_MEMORY,
    timeoutMs: options?.timeoutMs ?? null,
    tolerance: toleranceOf(node),
    effect: options?.effect ?? false,
  };
}

export function concurrencyOf(node: PlanNode): number | null {
  return "options" in node ? (node.options satisfies NodeOptions).concurrency : null;
}

/** Of a function that declares none: about what a task takes by itself, so that nothing has to be held. */
const DEFAULT_CPU = 1;

/** Cores that each task of the node may use; null: no limit. */
export function cpuOf(node: PlanNode): number | null {
  const cpu = "options" in node ? node.options.cpu : null;
  return cpu === DEFAULT_CPU ? null : cpu;
}

/** What all ops of a task tolerate together; `allowances` tells them apart. */
function toleranceOf(node: PlanNode): Tolerance | null {
  const fractions = [...allowances(node).values()];
  if (fractions.length === 0) {
    return null;
  }
  const bounded = fractions.filter((fraction) => fraction !== null);
  return {
    fraction:
      bounded.length < fractions.length ? null : bounded.reduce((sum, share) => sum + share, 0),
  };
}

/** The share of its elements that each step of a node's tasks may leave out, null for any; only of those that skip. */
export function allowances(node: PlanNode): ReadonlyMap<NodeId, number | null> {
  return new Map(
    inputsOf(node).flatMap(({ ops }) =>
      ops.flatMap((op): [NodeId, number | null][] => {
        const onError = onErrorOf(op);
        return onError === null ? [] : [[op.step, onError.skip.fraction]];
      }),
    ),
  );
}

/** Steps whose failing calls leave their elements out. */
export function tolerantSteps(node: PlanNode): ReadonlySet<NodeId> {
  return new Set(
    inputsOf(node).flatMap(({ ops }) =>
      ops.flatMap((op) =>
        (op.op === "call" || op.op === "reduce") && op.onError !== null ? [op.step] : [],
      ),
    ),
  );
}

/** Whether a task that reads one element may make several of it before functions are called. */
export function expandsElements(node: PlanNode): boolean {
  return inputsOf(node).some(({ ops }) =>
    ops.some((op) => op.op === "decode" || op.op === "flatten"),
  );
}

/** Whether a task of the node calls functions for its elements one by one, or for a few at a time. */
export function callsEachElement(node: PlanNode): boolean {
  return (
    (node.kind === "fold" && node.with.kind === "function") ||
    inputsOf(node).some(({ ops }) =>
      ops.some(
        (op) =>
          op.op === "reduce" ||
          (op.op === "call" && (op.mode === "element" || op.mode === "batch")),
      ),
    )
  );
}

/**
 * Elements that the tasks of a stage read in all, as its metrics will count them; null where that is known only when they
 * have been read, as rows of text are.
 */
export function elementsOf(node: PlanNode, work: StageWork): number | null {
  if (inputsOf(node).some(({ ops }) => ops.some((op) => op.op === "decode"))) {
    return null;
  }
  let elements = 0;
  for (let index = 0; index < work.count; index++) {
    elements += elementsOfTask(work.at(index));
  }
  return elements;
}

function elementsOfTask(work: TaskWork): number {
  if (!("source" in work) || work.kind === "split") {
    return 0;
  }
  const { source } = work;
  switch (source.kind) {
    case "element":
      return 1;
    case "partition":
      return source.partition.records;
    case "groups":
      return source.inputs
        .flatMap(({ producers }) => producers)
        .reduce((sum, { records }) => sum + (records[source.partition] ?? 0), 0);
    default:
      return source satisfies never;
  }
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
