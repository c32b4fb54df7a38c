/** Nodes that a run has completed: what their stages came to is one object each, and no task has to be looked at. */
import type { Emits, MapNode, PlanNode } from "../../compiler/ir/plan.ts";
import type {
  DatasetValue,
  ExchangeManifest,
  ProducerRuns,
  StageManifest,
} from "../../compiler/ir/value.ts";
import { datasetValue, groupsValue } from "../../control/dataset.ts";
import type { Json } from "../../shared/json.ts";
import type { NodePlace } from "../driver/recall.ts";
import { decisionKey, exchangeManifestKey, stageManifestKey } from "../keys.ts";
import { createDecoder } from "../values/decode.ts";

export interface CompletedNode {
  readonly value: Json;
  readonly tasks: number;
  /** Objects that the value stands for. */
  keys(): Iterable<string>;
}

/** A value that a stage of several tasks came to, committed so that they need not be read again. */
export interface StageValue {
  readonly value: Json;
  readonly tasks: number;
}

/** Undefined where the node is not complete, or makes nothing that tells. */
export async function completedNode(
  run: string,
  place: NodePlace,
): Promise<CompletedNode | undefined> {
  const { node } = place;
  switch (node.kind) {
    case "map":
      if (node.output === "list") {
        return completedValue(run, place);
      }
      return completedDatasets(run, place, node.output === "streams" ? streamsOf(node) : MANY);
    case "call":
      return node.emits.kind === "one" ? undefined : completedDatasets(run, place, node.emits);
    case "split":
    case "flatten":
      return completedDatasets(run, place, MANY);
    case "files":
      return node.single ? undefined : completedDatasets(run, place, MANY);
    case "exchange":
      return completedExchange(run, place);
    case "fold":
      return completedValue(run, place);
    default:
      return undefined;
  }
}

const MANY: Emits = { kind: "many" };

function streamsOf(node: MapNode): Emits {
  const last = node.input.ops.at(-1);
  return last?.op === "call" || last?.op === "reduce" ? last.emits : MANY;
}

async function completedDatasets(
  run: string,
  { node, at, committer }: NodePlace,
  emits: Emits,
): Promise<CompletedNode | undefined> {
  const manifests: StageManifest[] = [];
  const fields: [string, DatasetValue][] = [];
  for (const name of emits.kind === "streams" ? emits.names : [null]) {
    const key = stageManifestKey(run, node.id, at, name);
    const manifest = await committer.read<StageManifest>(key);
    if (!manifest.ok) {
      return undefined;
    }
    manifests.push(manifest.value);
    fields.push([name ?? "", datasetValue(key, manifest.value)]);
  }
  const [first] = fields;
  if (first === undefined) {
    return undefined;
  }
  return {
    value:
      emits.kind === "streams"
        ? Object.fromEntries(fields.map(([name, dataset]) => [name, { ...dataset }]))
        : { ...first[1] },
    tasks: tasksOf(node, first[1]),
    *keys() {
      for (const { partitions } of manifests) {
        for (const { slices } of partitions) {
          for (const slice of slices) {
            if (slice.kind === "rows") {
              yield slice.key;
            }
          }
        }
      }
    },
  };
}

function tasksOf({ kind }: PlanNode, { partitions }: DatasetValue): number {
  switch (kind) {
    case "map":
      return partitions;
    case "flatten":
      return 0;
    default:
      return 1;
  }
}

async function completedExchange(
  run: string,
  { node, at, committer }: NodePlace,
): Promise<CompletedNode | undefined> {
  const key = exchangeManifestKey(run, node.id, at);
  const manifest = await committer.read<ExchangeManifest>(key);
  if (!manifest.ok) {
    return undefined;
  }
  const producers = (): readonly ProducerRuns[] =>
    manifest.value.inputs.flatMap((input) => input.producers);
  return {
    value: { ...groupsValue(key, manifest.value) },
    tasks: producers().length,
    keys: () => producers().map((runs) => runs.key),
  };
}

async function completedValue(
  run: string,
  { node, at, committer }: NodePlace,
): Promise<CompletedNode | undefined> {
  const stored = await committer.read<StageValue>(decisionKey(run, node.id, at, "value"));
  const value = stored.ok ? createDecoder(node.type)(stored.value.value) : undefined;
  return stored.ok && value?.ok === true
    ? { value: value.value, tasks: stored.value.tasks, keys: () => [] }
    : undefined;
}
