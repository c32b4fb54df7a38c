import type { IrType } from "../../compiler/ir/type.ts";
import type { DatasetValue, Partition, Slice, StageManifest } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import { readRows } from "../rows/row-reader.ts";
import type { TaskStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import { corrupt, storeLocation } from "../store/store-failure.ts";

export interface PartitionReader {
  readonly store: TaskStore;
  readonly meter: Meter;
}

/** The elements of a partition in order. */
export function* readPartition(
  reader: PartitionReader,
  schemas: readonly IrType[],
  partition: Partition,
): Generator<Json, void, undefined> {
  for (const slice of partition.slices) {
    for (const batch of readSlice(reader, schemas, slice)) {
      for (let i = 0; i < batch.length; i++) {
        yield batch[i] ?? null;
      }
    }
  }
}

function* readSlice(
  { store, meter }: PartitionReader,
  schemas: readonly IrType[],
  slice: Slice,
  skipped = 0,
): Generator<readonly Json[], void, undefined> {
  if (slice.kind === "inline") {
    meter.counts.recordsIn += slice.values.length - skipped;
    yield skipped === 0 ? slice.values : slice.values.slice(skipped);
    return;
  }
  const type = schemas[slice.schema];
  invariant(type !== undefined, "a slice names one of the schemas");
  const location = storeLocation(slice.key);
  const size = store.size(location);
  const range = {
    location,
    start: 0,
    end: size,
    records: slice.records,
    checksum: slice.checksum,
  };
  const batches = readRows(store, type, range, slice.from + skipped, slice.to);
  for (;;) {
    const next = meter.during("read", () => batches.next());
    if (next.done === true) {
      return;
    }
    meter.counts.recordsIn += next.value.length;
    yield next.value;
  }
}

/** The elements from `index` on, without decoding those of the slices before it. */
export function* readFrom(
  reader: PartitionReader,
  manifest: Pick<StageManifest, "schemas" | "partitions">,
  index: number,
): Generator<Json, void, undefined> {
  let skip = index;
  for (const partition of manifest.partitions) {
    for (const slice of partition.slices) {
      const count = slice.kind === "inline" ? slice.values.length : slice.to - slice.from;
      if (skip >= count) {
        skip -= count;
        continue;
      }
      for (const batch of readSlice(reader, manifest.schemas, slice, skip)) {
        yield* batch;
      }
      skip = 0;
    }
  }
}

/** The manifest behind a dataset that control holds. */
export function readManifest({ store }: PartitionReader, dataset: DatasetValue): StageManifest {
  const location = storeLocation(dataset.manifest);
  const manifest = openJson(store.read(location, 0, store.size(location)));
  if (manifest === undefined) {
    throw corrupt(location, "is damaged");
  }
  return manifest as unknown as StageManifest; // written by control
}
