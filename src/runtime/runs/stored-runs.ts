import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Meter } from "../meter.ts";
import type { RowRange } from "../rows/block-reader.ts";
import type { TaskStore } from "../store/object-store.ts";
import { type MergedRows, mergeRuns } from "./merge.ts";
import { createRunCursor } from "./run-cursor.ts";
import type { RunOrder } from "./run-order.ts";

/** A producer's runs, and where they are. */
export interface StoredRuns {
  readonly location: string;
  readonly runs: ProducerRuns;
}

/** The rows of one partition of one producer. */
export function rangeOf({ location, runs }: StoredRuns, partition: number): RowRange {
  const at = partition - (runs.first ?? 0);
  return {
    location,
    start: runs.offsets[at] ?? 0,
    end: runs.offsets[at + 1] ?? 0,
    records: runs.records[at] ?? 0,
    checksum: runs.checksums[at] ?? 0,
  };
}

/** The rows of a partition from all runs that have any. */
export function mergePartition(
  store: TaskStore,
  meter: Meter,
  order: RunOrder,
  stored: readonly StoredRuns[],
  partition: number,
): MergedRows {
  const ranges = stored
    .map((runs) => rangeOf(runs, partition))
    .filter(({ records }) => records > 0);
  return mergeRuns(ranges.map((range) => createRunCursor(store, meter, order, range)));
}
