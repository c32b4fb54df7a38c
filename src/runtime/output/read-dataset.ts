import type { DatasetValue } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { readManifest, readPartition } from "../executor/read-partition.ts";
import { createMeter } from "../meter.ts";
import type { TaskStore } from "../store/object-store.ts";

/**
 * The partitions of a dataset, each to be gone through once.
 * @throws TaskError where its manifest, or later its rows, are not what was written.
 */
export function readDataset(store: TaskStore, value: DatasetValue): readonly Iterable<Json>[] {
  const reader = { store, meter: createMeter(() => performance.now()) };
  const { schemas, partitions } = readManifest(reader, value);
  return partitions.map((partition) => readPartition(reader, schemas, partition));
}

/** The first `limit` elements of a dataset. */
export function readFirst(store: TaskStore, value: DatasetValue, limit: number): readonly Json[] {
  const found: Json[] = [];
  for (const partition of readDataset(store, value)) {
    for (const element of partition) {
      if (found.length >= limit) {
        return found;
      }
      found.push(element);
    }
  }
  return found;
}
