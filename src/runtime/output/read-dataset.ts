import type { IrType } from "../../compiler/ir/type.ts";
import type { DatasetValue, Partition, StageManifest } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { readRows } from "../rows/row-reader.ts";
import type { TaskStore } from "../store/object-store.ts";
import { storeLocation } from "../store/store-failure.ts";

/** @throws TaskError where the manifest cannot be read. */
export function readStageManifest(store: TaskStore, value: DatasetValue): StageManifest {
  const location = storeLocation(value.manifest);
  const bytes = store.read(location, 0, store.size(location));
  // Written by this runtime under a key that only it writes.
  return JSON.parse(Buffer.from(bytes).toString("utf8")) as StageManifest;
}

/**
 * The elements of a partition, a block at a time.
 * @throws TaskError where the bytes are not those that were written.
 */
export function* readPartition(
  store: TaskStore,
  schemas: readonly IrType[],
  partition: Partition,
): Generator<readonly Json[], void, undefined> {
  for (const slice of partition.slices) {
    if (slice.kind === "inline") {
      yield slice.values;
      continue;
    }
    const schema = schemas[slice.schema];
    invariant(schema !== undefined, `schema ${slice.schema} of ${slice.key} is in the manifest`);
    const location = storeLocation(slice.key);
    const range = {
      location,
      start: 0,
      end: store.size(location),
      records: slice.records,
      checksum: slice.checksum,
    };
    yield* readRows(store, schema, range, slice.from, slice.to);
  }
}

/** The first `limit` elements of a dataset. */
export function readFirst(store: TaskStore, value: DatasetValue, limit: number): readonly Json[] {
  const { schemas, partitions } = readStageManifest(store, value);
  const found: Json[] = [];
  for (const partition of partitions) {
    for (const rows of readPartition(store, schemas, partition)) {
      found.push(...rows.slice(0, limit - found.length));
      if (found.length >= limit) {
        return found;
      }
    }
  }
  return found;
}
