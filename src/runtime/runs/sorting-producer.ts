/** A producer that sorts: elements are gathered in memory, spilled as sorted runs when they weigh too much, and merged. */
import type { HeavyKey, ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { createBatch } from "../rows/batch.ts";
import { createHeavyKeys } from "./heavy-keys.ts";
import { withinFanIn, writeMerged } from "./merge-passes.ts";
import { type Producer, type ProducerPlace, spillRun } from "./producer.ts";
import type { RunOrder } from "./run-order.ts";
import { createRunsWriter } from "./runs-writer.ts";
import { createSortBuffer, type Partitioner, type SortBuffer } from "./sort-buffer.ts";
import type { StoredRuns } from "./stored-runs.ts";

export interface Sorting {
  readonly order: RunOrder;
  readonly partitions: number;
  readonly partitionOf: Partitioner;
}

export function createSortingProducer(place: ProducerPlace, sorting: Sorting): Producer {
  const { order, partitions, partitionOf } = sorting;
  const { meter, limit } = place;
  const spilled: StoredRuns[] = [];
  let buffer: SortBuffer | undefined = createSortBuffer(order, partitions, partitionOf, limit);

  const spill = (from: SortBuffer): void => {
    spilled.push(
      spillRun(place, order.rows, partitions, (runs) => {
        from.write(runs, false);
      }),
    );
  };
  const batch = createBatch((elements) => {
    const into = buffer;
    if (into === undefined) {
      return 0;
    }
    const before = into.weight();
    meter.during("write", () => {
      for (const element of elements) {
        into.add(element);
      }
    });
    const bytes = into.weight() - before;
    if (into.weight() > limit || into.full()) {
      meter.during("write", () => spill(into));
    }
    return bytes;
  });

  return {
    push: batch.push,
    finish() {
      batch.flush();
      return meter.during("write", () => {
        const rest = buffer;
        if (spilled.length > 0) {
          if (rest !== undefined) {
            spill(rest);
          }
          buffer = undefined;
          return merge(place, sorting, spilled);
        }
        const runs = createRunsWriter(order.rows, partitions, place.output());
        const heavy = rest?.write(runs, true)?.heaviest();
        return withHeavy(runs.close(), heavy);
      });
    },
  };
}

/** Merges spilled runs into the one that stays. */
function merge(
  place: ProducerPlace,
  { order, partitions }: Sorting,
  spilled: readonly StoredRuns[],
): ProducerRuns {
  const few = withinFanIn(place, order, partitions, spilled);
  const runs = createRunsWriter(order.rows, partitions, place.output());
  let value: () => Json = () => null;
  const heavy = createHeavyKeys(() => order.keyOf(value()), false);
  writeMerged(place, order, partitions, few, runs, (row) => {
    value = row.value;
    heavy.add(row.key, row.keyStart, row.keyEnd);
  });
  return withHeavy(runs.close(), heavy.heaviest());
}

const withHeavy = (runs: ProducerRuns, heavy: readonly HeavyKey[] = []): ProducerRuns =>
  heavy.length === 0 ? runs : { ...runs, heavy };
