/** Merging more runs than memory has blocks for: neighbours are merged into files first, until few enough are left. */
import { BLOCK_SIZE } from "../rows/block.ts";
import { type RunPlace, spillRun } from "./producer.ts";
import type { RunCursor } from "./run-cursor.ts";
import type { RunOrder } from "./run-order.ts";
import type { RunsWriter } from "./runs-writer.ts";
import { mergePartition, type StoredRuns } from "./stored-runs.ts";

/** Runs merged at once whatever the memory: each is an open file. */
export const MOST_RUNS = 256;

const LEAST_RUNS = 2;

/** Of a run that is read, for each byte of its blocks: the block, and as much that waits to be collected. */
const BYTES_HELD = 2;

/**
 * How many runs may be merged at once. It follows from the memory declared and from the data, though results do not depend
 * on it: merging in several passes gives the same rows in the same order.
 */
export function fanIn(mergeBytes: number, stored: readonly StoredRuns[]): number {
  let bytes = 0;
  let records = 0;
  for (const { runs } of stored) {
    bytes += (runs.offsets.at(-1) ?? 0) - (runs.offsets[0] ?? 0);
    records += runs.records.reduce((sum, count) => sum + count, 0);
  }
  const row = records === 0 ? 0 : bytes / records;
  const held = BYTES_HELD * (BLOCK_SIZE + row);
  return Math.max(LEAST_RUNS, Math.min(MOST_RUNS, Math.floor(mergeBytes / held)));
}

/** Runs with the same rows in the same order as the given ones, `most` of them or fewer. */
export function withinFanIn(
  place: RunPlace,
  order: RunOrder,
  partitions: number,
  stored: readonly StoredRuns[],
  most: number = fanIn(place.mergeBytes, stored),
): readonly StoredRuns[] {
  let runs = stored;
  while (runs.length > most) {
    let excess = runs.length - most;
    const merged: StoredRuns[] = [];
    for (let from = 0; from < runs.length; ) {
      const neighbours = runs.slice(from, from + Math.min(most, excess + 1));
      merged.push(
        ...(neighbours.length > 1 ? [mergeInto(place, order, partitions, neighbours)] : neighbours),
      );
      excess -= neighbours.length - 1;
      from += neighbours.length;
    }
    runs = merged;
  }
  return runs;
}

function mergeInto(
  place: RunPlace,
  order: RunOrder,
  partitions: number,
  neighbours: readonly StoredRuns[],
): StoredRuns {
  return place.meter.during("write", () =>
    spillRun(place, order.rows, partitions, (runs) =>
      writeMerged(place, order, partitions, neighbours, runs),
    ),
  );
}

/** Writes the rows of all runs, partition by partition. `visit` sees each. */
export function writeMerged(
  { store, meter }: RunPlace,
  order: RunOrder,
  partitions: number,
  stored: readonly StoredRuns[],
  to: RunsWriter,
  visit?: (row: RunCursor) => void,
): void {
  for (let partition = 0; partition < partitions; partition++) {
    const writer = to.at(partition);
    const rows = mergePartition(store, meter, order, stored, partition);
    for (let row = rows.next(); row !== undefined; row = rows.next()) {
      writer.writeEncoded(row.buffer, row.start, row.end);
      visit?.(row);
    }
  }
}
