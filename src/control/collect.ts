/** What a node is worth once its tasks are committed: its value, and the stage manifests behind it. */
import type { CallNode, Emits, MapNode, NodeId } from "../compiler/ir/plan.ts";
import type { ProducerRuns, StageManifest } from "../compiler/ir/value.ts";
import type { TaskResult, WrittenPartition } from "../runtime/task.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json } from "../shared/json.ts";
import { ok } from "../shared/result.ts";
import { type Answer, smallValue } from "./answer.ts";
import { stageOf } from "./dataset.ts";

/** Undefined where a task was left out by `on_error skip`. */
export type Results = readonly (TaskResult | undefined)[];

/** Datasets are committed under a key of the driver's before they become values. */
export type Collected =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "dataset"; readonly manifest: StageManifest }
  | {
      readonly kind: "streams";
      readonly streams: readonly { readonly name: string; readonly manifest: StageManifest }[];
    };

export function collectCall(node: CallNode, results: Results): Answer<Collected> {
  if (node.emits.kind !== "one") {
    return ok(collectDatasets(node.emits, results));
  }
  const [result] = results;
  invariant(result?.kind === "value", `${node.id} gave a value`);
  return collectValue(result.value ?? null, node.id);
}

export function collectMap(node: MapNode, results: Results): Answer<Collected> {
  if (node.output === "list") {
    return collectValue(listOf(results), node.id);
  }
  return ok(
    collectDatasets(node.output === "streams" ? streamsOf(node) : { kind: "many" }, results),
  );
}

export function collectValue(value: Json, node: NodeId): Answer<Collected> {
  const small = smallValue(value, `the value of \`${node}\``);
  return small.ok ? ok({ kind: "value", value: small.value }) : small;
}

/** The lists of all tasks, one after the other. */
export function listOf(results: Results): readonly Json[] {
  return results.flatMap((result) => {
    if (result === undefined) {
      return [];
    }
    invariant(result.kind === "list", "the task gave a list");
    return result.values;
  });
}

export function valuesOf(results: Results): readonly (Json | undefined)[] {
  return results.map((result) => {
    invariant(result?.kind === "value", "the task gave a value");
    return result.value;
  });
}

export function runsOf(results: Results): readonly ProducerRuns[] {
  return results.map((result) => {
    invariant(result?.kind === "runs", "the task gave runs");
    return result.runs;
  });
}

function collectDatasets(emits: Emits, results: Results): Collected {
  const column = (index: number): StageManifest =>
    stageOf(
      results.flatMap((result): WrittenPartition[] => {
        if (result === undefined) {
          return [];
        }
        const output = result.kind === "partitions" ? result.outputs[index] : undefined;
        invariant(output !== undefined, `the task wrote its output ${index}`);
        return [output];
      }),
    );
  return emits.kind === "streams"
    ? {
        kind: "streams",
        streams: emits.names.map((name, index) => ({ name, manifest: column(index) })),
      }
    : { kind: "dataset", manifest: column(0) };
}

function streamsOf(node: MapNode): Emits {
  const last = node.input.ops.at(-1);
  invariant(last?.op === "call" || last?.op === "reduce", `${node.id} ends in a function`);
  return last.emits;
}
