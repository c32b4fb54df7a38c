/** Where the tasks of a stage get their elements, once manifests have been read. */
import type { PlanNode, StageSource } from "../compiler/ir/plan.ts";
import type {
  DatasetValue,
  ExchangeManifest,
  GroupsValue,
  ProducerRuns,
  StageManifest,
} from "../compiler/ir/value.ts";
import type { TaskSource } from "../runtime/task.ts";
import { assertNever } from "../shared/assert-never.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { ok } from "../shared/result.ts";
import { type Answer, answerOf, wholeNumber } from "./answer.ts";
import { windowOf } from "./window-of.ts";

/** What a source expression gave: a place to look in, or the elements themselves. */
export type EvaluatedSource =
  | { readonly kind: "dataset"; readonly dataset: DatasetValue }
  | { readonly kind: "groups"; readonly groups: GroupsValue }
  | { readonly kind: "list"; readonly values: readonly Json[] }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

/** With the manifest it names. */
export type LoadedSource =
  | { readonly kind: "dataset"; readonly manifest: StageManifest }
  | { readonly kind: "groups"; readonly manifest: ExchangeManifest }
  | Extract<EvaluatedSource, { kind: "list" | "range" }>;

/** The tasks of a stage without an object for each: `at(i)` is made when task `i` starts. */
export interface TaskSources {
  readonly count: number;
  at(index: number): TaskSource;
}

export function evaluateSource(
  node: Pick<PlanNode, "id">,
  source: StageSource,
  scope: JsonObject,
): Answer<EvaluatedSource> {
  if (source.kind === "range") {
    const from = wholeNumber(node, source.from, scope, "..", Number.MIN_SAFE_INTEGER);
    const to = wholeNumber(node, source.to, scope, "..", Number.MIN_SAFE_INTEGER);
    return !from.ok ? from : !to.ok ? to : ok({ kind: "range", from: from.value, to: to.value });
  }
  const value = answerOf(node, source.value, scope);
  if (!value.ok) {
    return value;
  }
  switch (source.kind) {
    case "dataset":
      return ok({ kind: "dataset", dataset: asDataset(value.value) });
    case "groups":
      return ok({ kind: "groups", groups: asGroups(value.value) });
    case "list":
      return ok({ kind: "list", values: asList(value.value) });
    default:
      return assertNever(source);
  }
}

/** One task per partition, or per element of a list or range. */
export function sourceWidth(source: LoadedSource): number {
  switch (source.kind) {
    case "dataset":
      return source.manifest.partitions.length;
    case "groups":
      return source.manifest.partitions;
    case "list":
      return source.values.length;
    case "range":
      return Math.max(0, source.to - source.from);
    default:
      return assertNever(source);
  }
}

export function taskSources(source: LoadedSource): TaskSources {
  const count = sourceWidth(source);
  switch (source.kind) {
    case "dataset": {
      const { partitions, schemas } = source.manifest;
      const firsts = firstIndices(source.manifest);
      return {
        count,
        at(index) {
          const partition = partitions[index];
          invariant(partition !== undefined, `partition ${index} is one of ${count}`);
          return { kind: "partition", schemas, partition, firstIndex: firsts[index] ?? 0 };
        },
      };
    }
    case "groups":
      return { count, at: (index) => groupsAt(source.manifest, index) };
    case "list":
      return {
        count,
        at: (index) => ({ kind: "element", value: source.values[index] ?? null, index }),
      };
    case "range":
      return { count, at: (index) => ({ kind: "element", value: source.from + index, index }) };
    default:
      return assertNever(source);
  }
}

/** Only what the reader of one partition needs of each producer: a task of a wide exchange stays small. */
function groupsAt(manifest: ExchangeManifest, partition: number): TaskSource {
  const covers = ({ first = 0, records }: ProducerRuns): boolean =>
    first <= partition && partition < first + records.length;
  return {
    kind: "groups",
    partition: 0,
    inputs: manifest.inputs.map((input) => ({
      ...input,
      producers: input.producers
        .filter(covers)
        .map((runs) => windowOf(runs, partition, partition + 1)),
    })),
  };
}

function firstIndices(manifest: StageManifest): Float64Array {
  const firsts = new Float64Array(manifest.partitions.length);
  let total = 0;
  for (const [index, partition] of manifest.partitions.entries()) {
    firsts[index] = total;
    total += partition.records;
  }
  return firsts;
}

/** The checker has given the expression its type; these read the value by it. */
export function asDataset(value: Json): DatasetValue {
  invariant(isObject(value) && typeof value["manifest"] === "string", "a dataset value");
  return value as unknown as DatasetValue; // its shape follows from its static type
}

export function asGroups(value: Json): GroupsValue {
  invariant(isObject(value) && typeof value["manifest"] === "string", "a groups value");
  return value as unknown as GroupsValue; // its shape follows from its static type
}

export function asList(value: Json): readonly Json[] {
  invariant(Array.isArray(value), "a list");
  return value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
