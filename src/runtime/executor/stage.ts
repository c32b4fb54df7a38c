/**
 * One task's share of a stage. Up to the first function elements are pulled, so that a function can be given them as a
 * stream; from there on they are pushed, since it is the function that sets the pace.
 */
import type { Op, Plan, StageInput } from "../../compiler/ir/plan.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { after } from "../runs/after.ts";
import { groupsOf, mergeInput } from "../runs/groups.ts";
import { mergedValues } from "../runs/merge.ts";
import type { RunPlace } from "../runs/producer.ts";
import type { TaskSource } from "../task.ts";
import {
  batchSink,
  type Calling,
  callWithAll,
  converted,
  elementSink,
  endAll,
  prepareCall,
  reduceAll,
} from "./call-op.ts";
import type { TaskContext } from "./environment.ts";
import { aggregateGroups, joinGroups } from "./group-ops.ts";
import { createExpansion, expandAll, type PureOp } from "./pure-ops.ts";
import { readPartition } from "./read-partition.ts";
import { mergePlace } from "./run-place.ts";
import { createDataset } from "./sdk-dataset.ts";
import { pushAll, type Sink } from "./sink.ts";

/**
 * Reads the source, does the ops, and pushes what comes out to `sinks`: one, or one for each stream of the last op.
 * Resolves when the last sink has ended. Rejects with a `TaskError`.
 */
export async function runStage(
  plan: Plan,
  context: TaskContext,
  input: Pick<StageInput, "ops">,
  source: TaskSource,
  sinks: readonly Sink[],
  bytes: "inline" | "object",
): Promise<void> {
  const first = input.ops.findIndex(callsFunction);
  const pulled = input.ops.slice(0, first === -1 ? undefined : first);
  const [calling, ...pushed] = first === -1 ? [] : input.ops.slice(first);
  const place = mergePlace(plan, context);
  if (copyRows(place, context, input, source, sinks)) {
    return;
  }
  const targets = await pushChain(plan, context, pushed, sinks, bytes);

  if (calling === undefined) {
    const [sink] = targets;
    invariant(sink !== undefined, "a stage has a sink");
    await after(pushAll(pullAll(place, context, source, pulled), sink.push), () => sink.end());
    return;
  }
  invariant(calling.op === "call" || calling.op === "reduce", "it calls a function");
  const prepared = await prepareCall(plan, context, calling, targets, bytes);
  await callFirst(place, context, calling, prepared, source, pulled);
}

/**
 * Rows that are only merged go from runs to an object as they are; false where they are not.
 */
function copyRows(
  place: RunPlace,
  context: TaskContext,
  { ops }: Pick<StageInput, "ops">,
  source: TaskSource,
  [sink, ...others]: readonly Sink[],
): boolean {
  const [op, ...next] = ops;
  const [input] = source.kind === "groups" ? source.inputs : [];
  if (
    op?.op !== "elements" ||
    next.length + others.length > 0 ||
    source.kind !== "groups" ||
    input === undefined ||
    sink?.copy === undefined
  ) {
    return false;
  }
  const rows = mergeInput(place, input, source.partition);
  if (!sink.copy(input.rows, rows)) {
    return false;
  }
  countRecords(context, source);
  return true;
}

const callsFunction = (op: Op): boolean => op.op === "call" || op.op === "reduce";

function callFirst(
  place: RunPlace,
  context: TaskContext,
  op: Extract<Op, { op: "call" | "reduce" }>,
  calling: Calling,
  source: TaskSource,
  pulled: readonly Op[],
): void | Promise<void> {
  if (op.op === "reduce") {
    return reduceAll(calling, groups(place, context, source));
  }
  switch (op.mode) {
    case "element":
    case "batch": {
      const sink = op.mode === "element" ? elementSink(calling) : batchSink(calling, op);
      return after(pushAll(pullAll(place, context, source, pulled), sink.push), () => sink.end());
    }
    case "stream":
      return callWithAll(calling, (convert) =>
        converted(pullAll(place, context, source, pulled), convert),
      );
    case "dataset":
      invariant(source.kind === "partition" && pulled.length === 0, "a dataset is a partition");
      return callWithAll(calling, (convert) =>
        createDataset(
          context,
          { schemas: source.schemas, partitions: [source.partition] },
          convert,
        ),
      );
    default:
      return op.mode satisfies never;
  }
}

/** Elements of the source after the given ops, none of which calls a function. */
function pullAll(
  place: RunPlace,
  context: TaskContext,
  source: TaskSource,
  ops: readonly Op[],
): Iterable<Json> {
  let elements: Iterable<Json> = source.kind === "groups" ? [] : sourceElements(context, source);
  for (const op of ops) {
    switch (op.op) {
      case "join":
        elements = joinGroups(op, groups(place, context, source));
        break;
      case "aggregate":
        elements = aggregateGroups(context, op, groups(place, context, source));
        break;
      case "elements":
        elements = sortedElements(place, context, source);
        break;
      case "decode":
      case "for":
      case "flatten":
        elements = expandAll(elements, createExpansion(context, op, firstIndexOf(source)));
        break;
      default:
        invariant(false, `${op.op} calls a function`);
    }
  }
  return elements;
}

function* sourceElements(
  context: TaskContext,
  source: Exclude<TaskSource, { kind: "groups" }>,
): Generator<Json> {
  if (source.kind === "element") {
    context.meter.counts.recordsIn += 1;
    yield source.value;
  } else {
    yield* readPartition(context, source.schemas, source.partition);
  }
}

function firstIndexOf(source: TaskSource): number {
  switch (source.kind) {
    case "element":
      return source.index;
    case "partition":
      return source.firstIndex;
    case "groups":
      return 0;
    default:
      return source satisfies never;
  }
}

function groups(place: RunPlace, context: TaskContext, source: TaskSource) {
  invariant(source.kind === "groups", "the source is what an exchange made");
  countRecords(context, source);
  return groupsOf(place, source.inputs, source.partition);
}

function sortedElements(place: RunPlace, context: TaskContext, source: TaskSource): Iterable<Json> {
  invariant(source.kind === "groups", "the source is what an exchange made");
  countRecords(context, source);
  const [input] = source.inputs;
  return input === undefined
    ? []
    : mergedValues(mergeInput(place, input, source.partition), context.meter);
}

function countRecords(
  { meter: { counts } }: TaskContext,
  { inputs, partition }: Extract<TaskSource, { kind: "groups" }>,
): void {
  for (const { producers } of inputs) {
    for (const { records } of producers) {
      counts.recordsIn += records[partition] ?? 0;
    }
  }
}

/** Sinks that do `ops` and push on to `sinks`. */
async function pushChain(
  plan: Plan,
  context: TaskContext,
  ops: readonly Op[],
  sinks: readonly Sink[],
  bytes: "inline" | "object",
): Promise<readonly Sink[]> {
  let targets = sinks;
  for (const op of ops.toReversed()) {
    if (op.op === "call" && (op.mode === "element" || op.mode === "batch")) {
      const calling = await prepareCall(plan, context, op, targets, bytes);
      targets = [op.mode === "element" ? elementSink(calling) : batchSink(calling, op)];
    } else {
      invariant(
        op.op === "decode" || op.op === "for" || op.op === "flatten",
        `${op.op} comes before the functions of a task`,
      );
      targets = [expandingSink(context, op, targets)];
    }
  }
  return targets;
}

function expandingSink(context: TaskContext, op: PureOp, targets: readonly Sink[]): Sink {
  const [target] = targets;
  invariant(target !== undefined, "a stage has a sink");
  const expand = createExpansion(context, op, 0);
  return {
    push: (value) => pushAll(expand(value), target.push),
    end: () => endAll(targets),
  };
}
