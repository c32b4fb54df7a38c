import type { CallNode, Emits, MapNode, Plan, PlanNode } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { findFile, listFiles } from "../arguments/list-files.ts";
import { taskName } from "../keys.ts";
import { regroupRuns } from "../runs/regroup-runs.ts";
import type { TaskResult, TaskWork } from "../task.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { type CutUnit, planChunks } from "../text/split.ts";
import { bindFunction } from "./bound-function.ts";
import { failureFrom } from "./call-failure.ts";
import { createEmission } from "./emission.ts";
import type { TaskContext } from "./environment.ts";
import { scopeValue } from "./expression.ts";
import { findNode } from "./find-node.ts";
import { createFoldSink } from "./fold.ts";
import { createListSink, createPartitionSink } from "./outputs.ts";
import { createProducerSink } from "./produce.ts";
import { readFrom } from "./read-partition.ts";
import { producerPlace } from "./run-place.ts";
import { createSampleSink } from "./sample.ts";
import { pushAll } from "./sink.ts";
import { runStage } from "./stage.ts";

/** Rejects with a `TaskError` where the task fails. */
export function performWork(plan: Plan, context: TaskContext): Promise<TaskResult> {
  const { work, node: id } = context.task;
  const node = findNode(plan, id);
  switch (work.kind) {
    case "call":
      return call(plan, context, expect(node, "call"));
    case "files":
      return files(context, node, work);
    case "split":
      return split(context, node, work);
    case "map":
      return map(plan, context, expect(node, "map"), work);
    case "produce":
      return produce(plan, context, node, work);
    case "regroup":
      return regroup(plan, context, work);
    case "sample":
      return sample(plan, context, node, work);
    case "fold":
      return fold(plan, context, node, work);
    case "merge":
      return merge(plan, context, node, work);
    case "take":
      return take(context, work);
    default:
      return work satisfies never;
  }
}

type Work<Kind extends TaskWork["kind"]> = Extract<TaskWork, { kind: Kind }>;

function expect<Kind extends PlanNode["kind"]>(
  node: PlanNode,
  kind: Kind,
): Extract<PlanNode, { kind: Kind }> {
  invariant(node.kind === kind, `${node.id} is a ${kind}`);
  return node as Extract<PlanNode, { kind: Kind }>; // just checked
}

async function call(plan: Plan, context: TaskContext, node: CallNode): Promise<TaskResult> {
  const bound = await bindFunction(plan, context, {
    function: node.function,
    fixed: node.args,
    free: [],
    step: node.id,
  });
  const list = createListSink(context);
  const partitions = outputTypes(node.emits, node.type).map((type) =>
    createPartitionSink(context, type),
  );
  const single = node.emits.kind === "one";
  const emission = createEmission(context, bound, node.emits, single ? "object" : "inline");
  try {
    await emission(bound.call(), single ? [list] : partitions);
    for (const sink of partitions) {
      await sink.end();
    }
  } catch (error) {
    throw new TaskError(failureFrom(error, { step: node.id, item: null }), { cause: error });
  }
  return single
    ? { kind: "value", value: list.values[0] ?? null }
    : { kind: "partitions", outputs: partitions.map((sink) => sink.written()) };
}

/** Element types of the datasets that a node makes, in order; none where it makes a value. */
function outputTypes(emits: Emits, type: IrType): readonly IrType[] {
  switch (emits.kind) {
    case "one":
      return [];
    case "many":
      return [datasetElement(type)];
    case "streams":
      return emits.names.map((name) => {
        const field =
          type.kind === "record" ? type.fields.find((other) => other.name === name) : undefined;
        invariant(field !== undefined, `the node makes a dataset ${name}`);
        return datasetElement(field.type);
      });
    default:
      return emits satisfies never;
  }
}

function datasetElement(type: IrType): IrType {
  invariant(type.kind === "dataset", "the node makes a dataset");
  return type.element;
}

async function files(
  context: TaskContext,
  node: PlanNode,
  { base }: Work<"files">,
): Promise<TaskResult> {
  const { pattern, single } = expect(node, "files");
  const path = scopeValue(context, pattern, node.id);
  invariant(typeof path === "string", "a pattern is a string");
  const found = single ? findFile(path, base) : listFiles(path, base);
  if (!found.ok) {
    throw new TaskError(failureOf("input", found.error.message, { step: node.id, item: path }));
  }
  return { kind: "list", values: asJsonList([found.value].flat()) };
}

async function split(
  context: TaskContext,
  node: PlanNode,
  { source, into }: Work<"split">,
): Promise<TaskResult> {
  const { unit } = expect(node, "split");
  invariant(unit.kind !== "elements", "elements are split by control");
  const cut: CutUnit =
    unit.kind === "lines"
      ? { kind: "lines", count: lineCount(scopeValue(context, unit.count, node.id)) }
      : unit;
  return { kind: "list", values: asJsonList(planChunks(context, source, cut, into)) };
}

function lineCount(value: Json): number {
  if (typeof value !== "number" || value < 1) {
    throw new TaskError(
      failureOf("bad-value", `a unit of ${JSON.stringify(value)} lines: at least 1 is needed`),
    );
  }
  return value;
}

async function map(
  plan: Plan,
  context: TaskContext,
  node: MapNode,
  { source }: Work<"map">,
): Promise<TaskResult> {
  if (node.output === "list") {
    const list = createListSink(context);
    await runStage(plan, context, node.input, source, [list], "object");
    return { kind: "list", values: list.values };
  }
  const last = node.input.ops.at(-1);
  const emits: Emits =
    node.output === "streams" && (last?.op === "call" || last?.op === "reduce")
      ? last.emits
      : { kind: "many" };
  const partitions = outputTypes(emits, node.type).map((type) =>
    createPartitionSink(context, type),
  );
  await runStage(plan, context, node.input, source, partitions, "inline");
  return { kind: "partitions", outputs: partitions.map((sink) => sink.written()) };
}

async function produce(
  plan: Plan,
  context: TaskContext,
  node: PlanNode,
  work: Work<"produce">,
): Promise<TaskResult> {
  const exchange = expect(node, "exchange");
  const input = exchange.inputs[work.input];
  invariant(input !== undefined, `${node.id} has an input ${work.input}`);
  const sink = await createProducerSink(plan, context, exchange, work);
  await runStage(plan, context, input, work.source, [sink], "inline");
  const runs = sink.runs();
  return { kind: "runs", runs, bytes: runs.offsets.at(-1) ?? 0 };
}

async function regroup(
  plan: Plan,
  context: TaskContext,
  { runs: input, first, partitions }: Work<"regroup">,
): Promise<TaskResult> {
  const runs = { ...regroupRuns(producerPlace(plan, context, "sorts"), input, partitions), first };
  const records = runs.records.reduce((sum, count) => sum + count, 0);
  context.meter.counts.recordsIn += records;
  context.meter.counts.recordsOut += records;
  return { kind: "runs", runs, bytes: runs.offsets.at(-1) ?? 0 };
}

async function sample(
  plan: Plan,
  context: TaskContext,
  node: PlanNode,
  work: Work<"sample">,
): Promise<TaskResult> {
  const input = expect(node, "exchange").inputs[work.input];
  invariant(input !== undefined, `${node.id} has an input ${work.input}`);
  const seed = `${node.id}@${context.task.at}/${taskName(work)}`;
  const sink = createSampleSink(input.order, work.size, seed);
  await runStage(plan, context, input, work.source, [sink], "inline");
  return { kind: "list", values: sink.keys() };
}

async function fold(
  plan: Plan,
  context: TaskContext,
  node: PlanNode,
  { source, first }: Work<"fold">,
): Promise<TaskResult> {
  const folding = expect(node, "fold");
  const sink = await createFoldSink(plan, context, folding, first);
  await runStage(plan, context, folding.input, source, [sink], "object");
  return { kind: "value", value: sink.value() };
}

async function merge(
  plan: Plan,
  context: TaskContext,
  node: PlanNode,
  { values }: Work<"merge">,
): Promise<TaskResult> {
  const sink = await createFoldSink(plan, context, expect(node, "fold"), false);
  await pushAll(values, sink.push);
  return { kind: "value", value: sink.value() };
}

async function take(
  context: TaskContext,
  { schemas, partitions, count }: Work<"take">,
): Promise<TaskResult> {
  const list = createListSink(context);
  for (const element of readFrom(context, { schemas, partitions }, 0)) {
    if (list.values.length === count) {
      break;
    }
    void list.push(element);
  }
  return { kind: "list", values: list.values };
}

/** Files and texts are JSON by their declarations in `ir/value.ts`. */
const asJsonList = (references: readonly object[]): readonly Json[] =>
  references as readonly Json[];
