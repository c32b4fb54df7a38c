/** Nodes that are one stage of tasks, or none. */
import type {
  CallNode,
  FilesNode,
  FlattenNode,
  MapNode,
  SplitNode,
  TakeNode,
} from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { FileValue, StageManifest, TextValue } from "../../compiler/ir/value.ts";
import { answerOf, wholeNumber } from "../../control/answer.ts";
import { collectCall, collectMap, collectValue, listOf } from "../../control/collect.ts";
import { chunksStage, concatenate, filesStage, recut } from "../../control/dataset.ts";
import { asDataset, asList } from "../../control/source.ts";
import { splitInto, splitSources } from "../../control/split.ts";
import { listedWork, mapWork } from "../../control/stage-work.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { ok } from "../../shared/result.ts";
import type { Outcome } from "./outcome.ts";
import {
  asJson,
  commitDataset,
  elementsOf,
  loadDataset,
  loadSource,
  placed,
  reported,
  runTasks,
  type Step,
  settle,
} from "./step.ts";

export function performCall(step: Step<CallNode>): Promise<Outcome> {
  return reported(step, async () => {
    const results = await runTasks(step, listedWork([{ kind: "call" }]));
    return results.ok ? settle(step, collectCall(step.node, results.value), 1) : results;
  });
}

export function performMap(step: Step<MapNode>): Promise<Outcome> {
  return reported(step, async () => {
    const source = await loadSource(step, step.node.input.source);
    if (!source.ok) {
      return source;
    }
    const results = await runTasks(step, mapWork(source.value));
    return results.ok
      ? settle(step, collectMap(step.node, results.value), results.value.length)
      : results;
  });
}

export function performFiles(step: Step<FilesNode>): Promise<Outcome> {
  return reported(step, async () => {
    const base = step.context.folderOf(step.node.origin.file);
    const results = await runTasks(step, listedWork([{ kind: "files", base }]));
    if (!results.ok) {
      return results;
    }
    const files = listOf(results.value) as unknown as readonly FileValue[]; // what a `files` task gives
    return step.node.single
      ? ok(asJsonFile(files[0]))
      : asJson(await commitDataset(step, filesStage(files), null));
  });
}

export function performSplit(step: Step<SplitNode>): Promise<Outcome> {
  return reported(step, async () => {
    const { node, scope } = step;
    const source = placed(step, answerOf(node, node.source, scope));
    if (!source.ok) {
      return source;
    }
    const into = placed(step, splitInto(node, scope));
    if (!into.ok) {
      return into;
    }
    const manifest =
      node.sourceType.kind === "dataset"
        ? await loadDataset(step, asDataset(source.value))
        : undefined;
    if (manifest?.ok === false) {
      return manifest;
    }
    if (node.unit.kind === "elements" && manifest !== undefined) {
      const { partitions } = manifest.value;
      const cut = recut(manifest.value, into.value ?? Math.max(1, partitions.length));
      return asJson(await commitDataset(step, cut, null));
    }
    return splitData(step, source.value, manifest?.value, into.value);
  });
}

async function splitData(
  step: Step<SplitNode>,
  single: Json,
  manifest: StageManifest | undefined,
  into: number | null,
): Promise<Outcome> {
  const values =
    manifest === undefined
      ? ok([single])
      : await elementsOf(
          step,
          manifest,
          elementType(step.node.sourceType),
          Number.MAX_SAFE_INTEGER,
        );
  if (!values.ok) {
    return values;
  }
  const work = { kind: "split", source: splitSources(values.value), into } as const;
  const results = await runTasks(step, listedWork([work]));
  if (!results.ok) {
    return results;
  }
  const chunks = listOf(results.value) as unknown as readonly TextValue[]; // what a `split` task gives
  return asJson(await commitDataset(step, chunksStage(chunks), null));
}

export function performTake(step: Step<TakeNode>): Promise<Outcome> {
  return reported(step, async () => {
    const { node, scope } = step;
    const source = placed(step, answerOf(node, node.source, scope));
    if (!source.ok) {
      return source;
    }
    const count = placed(step, wholeNumber(node, node.count, scope, "take", 0));
    if (!count.ok) {
      return count;
    }
    const manifest = await loadDataset(step, asDataset(source.value));
    if (!manifest.ok) {
      return manifest;
    }
    const elements = await elementsOf(step, manifest.value, elementType(node.type), count.value);
    return elements.ok ? settle(step, collectValue(elements.value, node.id), 0) : elements;
  });
}

export async function performFlatten(step: Step<FlattenNode>): Promise<Outcome> {
  const sources = placed(step, answerOf(step.node, step.node.sources, step.scope));
  return sources.ok ? flatten(step, asList(sources.value)) : sources;
}

/** One dataset of the partitions of all, committed as this node's. */
export async function flatten(
  step: Parameters<typeof commitDataset>[0],
  datasets: readonly Json[],
): Promise<Outcome> {
  const manifests: StageManifest[] = [];
  for (const dataset of datasets) {
    const manifest = await loadDataset(step, asDataset(dataset));
    if (!manifest.ok) {
      return manifest;
    }
    manifests.push(manifest.value);
  }
  return asJson(await commitDataset(step, concatenate(manifests), null));
}

function elementType(type: IrType): IrType {
  invariant(type.kind === "dataset" || type.kind === "list", "a type with elements");
  return type.element;
}

function asJsonFile(file: FileValue | undefined): Json {
  return file === undefined ? null : { path: file.path, name: file.name, size: file.size };
}
