/** Sorted runs in a store in memory, as producers leave them. */
import type { IrType } from "../../src/compiler/ir/type.ts";
import { createMeter } from "../../src/runtime/meter.ts";
import { readRows } from "../../src/runtime/rows/row-reader.ts";
import type { ProducerPlace } from "../../src/runtime/runs/producer.ts";
import { createRunsWriter } from "../../src/runtime/runs/runs-writer.ts";
import { rangeOf, type StoredRuns } from "../../src/runtime/runs/stored-runs.ts";
import { createMemoryStore } from "../../src/runtime/store/memory.ts";
import type { Json } from "../../src/shared/json.ts";

export interface RunStore {
  readonly place: ProducerPlace;
  /** Runs of these rows by partition, which are sorted. */
  write(type: IrType, partitions: readonly (readonly Json[])[]): StoredRuns;
  read(type: IrType, runs: StoredRuns): readonly (readonly Json[])[];
  /** Objects that were spilled. */
  readonly spills: number;
}

export function createRunStore(memory: {
  readonly limit?: number;
  readonly mergeBytes?: number;
}): RunStore {
  const store = createMemoryStore().taskStore("runs/");
  let written = 0;
  let spills = 0;
  const spill = () => {
    spills += 1;
    const writer = store.create(`spill-${spills}`);
    return { location: `store:${writer.key}`, writer };
  };
  return {
    place: {
      store,
      meter: createMeter(() => 0),
      limit: memory.limit ?? 1e9,
      mergeBytes: memory.mergeBytes ?? 1e9,
      output: () => store.create("output"),
      spill,
    },
    write(type, partitions) {
      written += 1;
      const runs = createRunsWriter(type, partitions.length, store.create(`run-${written}`));
      for (const [partition, rows] of partitions.entries()) {
        for (const row of rows) {
          runs.at(partition).write(row);
        }
      }
      const made = runs.close();
      return { location: `store:${made.key}`, runs: made };
    },
    read: (type, stored) =>
      stored.runs.records.map((_, partition) =>
        [...readRows(store, type, rangeOf(stored, partition))].flat(),
      ),
    get spills() {
      return spills;
    },
  };
}
