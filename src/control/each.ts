/** A region once per element: which elements, and where their results go. */
import type { EachNode } from "../compiler/ir/plan.ts";
import type { StageManifest } from "../compiler/ir/value.ts";
import { invariant } from "../shared/invariant.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { ok } from "../shared/result.ts";
import { type Answer, condition } from "./answer.ts";
import { inlineStage } from "./dataset.ts";

export interface Element {
  /** In the source, before `where`: part of the index path of the region. */
  readonly index: number;
  /** The region's parameters. */
  readonly params: JsonObject;
}

/** The elements that pass `where`, in order. */
export function eachElements(
  node: EachNode,
  values: readonly Json[],
  scope: JsonObject,
): Answer<readonly Element[]> {
  const [name, indexName] = node.body.params;
  invariant(name !== undefined, `${node.id} binds its element`);
  const elements: Element[] = [];
  for (const [index, value] of values.entries()) {
    const params =
      indexName === undefined ? { [name]: value } : { [name]: value, [indexName]: index };
    if (node.where !== null) {
      const passes = condition(node, node.where, { ...scope, ...params });
      if (!passes.ok) {
        return passes;
      }
      if (!passes.value) {
        continue;
      }
    }
    elements.push({ index, params });
  }
  return ok(elements);
}

/** Results as a dataset with the partitions of the source, each result where its element was. */
export function eachStage(
  source: StageManifest,
  elements: readonly Element[],
  results: readonly Json[],
): StageManifest {
  const partitions: Json[][] = source.partitions.map(() => []);
  const ends: number[] = [];
  for (const { records } of source.partitions) {
    ends.push((ends.at(-1) ?? 0) + records);
  }
  let at = 0;
  for (const [i, { index }] of elements.entries()) {
    while (index >= (ends[at] ?? Number.POSITIVE_INFINITY)) {
      at += 1;
    }
    partitions[at]?.push(results[i] ?? null);
  }
  return inlineStage(partitions);
}
