/** Elements of a dataset that control itself must see: what `take`, `each` and a `split` of files work on. */
import type { StageManifest } from "../compiler/ir/value.ts";
import type { TaskWork } from "../runtime/task.ts";
import type { Json } from "../shared/json.ts";

/** The first `count` elements where they stand in the manifest itself, else undefined: a task must read them. */
export function inlineElements(
  manifest: StageManifest,
  count: number = Number.POSITIVE_INFINITY,
): readonly Json[] | undefined {
  const elements: Json[] = [];
  for (const partition of manifest.partitions) {
    for (const slice of partition.slices) {
      if (elements.length >= count) {
        return elements.slice(0, count);
      }
      if (slice.kind !== "inline") {
        return undefined;
      }
      for (const value of slice.values) {
        elements.push(value);
      }
    }
  }
  return elements.slice(0, count);
}

/** The task that reads the first `count` elements, from no more partitions than hold them. */
export function takeWork(manifest: StageManifest, count: number): TaskWork {
  let records = 0;
  const partitions = manifest.partitions.filter((partition) => {
    const needed = records < count;
    records += partition.records;
    return needed;
  });
  return { kind: "take", schemas: manifest.schemas, partitions, count };
}
