/**
 * A producer that sorts. Elements are encoded as they come and only what they are ordered by is kept as values, so that
 * memory is bounded by what is counted and the garbage collector has little to look at.
 */
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { createByteSink } from "../rows/byte-sink.ts";
import { rowCodec } from "../rows/row-codec.ts";
import { mergeRuns, readRun, type StoredRuns } from "./merge.ts";
import { type Producer, type RunPlace, spillRun } from "./producer.ts";
import { compareQuickly, elementComparator, type OrderColumn } from "./run-order.ts";
import { createRunsWriter, type RunsWriter } from "./runs-writer.ts";

export interface Sorting {
  readonly rows: IrType;
  readonly partitions: number;
  readonly columns: readonly OrderColumn[];
  readonly partitionOf: (element: Json) => number;
}

const BATCH = 1024;

/** Of an element's places in the index, and of each value it is ordered by. */
const ENTRY_WEIGHT = 32;
const VALUE_WEIGHT = 24;

export function createSortingProducer(place: RunPlace, sorting: Sorting): Producer {
  const { rows, partitions, columns } = sorting;
  const { meter, store } = place;
  const batch: Json[] = [];
  let buffer = createSortBuffer(sorting);
  const spilled: StoredRuns[] = [];

  const spill = (): void => {
    spilled.push(spillRun(place, rows, partitions, (runs) => buffer.write(runs)));
    buffer = createSortBuffer(sorting);
  };
  const settleBatch = (): void => {
    meter.during("write", () => {
      for (const element of batch) {
        buffer.add(element);
      }
      batch.length = 0;
      if (buffer.weight() > place.limit) {
        spill();
      }
    });
  };

  return {
    push(element) {
      batch.push(element);
      if (batch.length === BATCH) {
        settleBatch();
      }
    },
    finish() {
      settleBatch();
      return meter.during("write", () => {
        if (spilled.length === 0) {
          const runs = createRunsWriter(rows, partitions, place.output());
          buffer.write(runs);
          return runs.close();
        }
        spill();
        const runs = createRunsWriter(rows, partitions, place.output());
        const compare = elementComparator(columns);
        for (let partition = 0; partition < partitions; partition++) {
          const sources = spilled.map((run) => readRun(store, rows, run, partition));
          for (const element of mergeRuns(sources, compare)) {
            runs.at(partition).write(element);
          }
        }
        return runs.close();
      });
    },
  };
}

interface SortBuffer {
  add(element: Json): void;
  weight(): number;
  write(runs: RunsWriter): void;
}

function createSortBuffer({ rows, partitions, columns, partitionOf }: Sorting): SortBuffer {
  const { encode } = rowCodec(rows);
  const sink = createByteSink(64 * 1024);
  /** Element `i` stands at bytes `ends[i - 1]` to `ends[i]`. */
  const ends: number[] = [];
  const values = columns.map((): Json[] => []);
  const byPartition = Array.from({ length: partitions }, (): number[] => []);
  let extra = 0;

  const compare = (a: number, b: number): number => {
    for (const [index, { descending }] of columns.entries()) {
      const column = values[index];
      const order = compareQuickly(column?.[a] ?? null, column?.[b] ?? null);
      if (order !== 0) {
        return descending ? -order : order;
      }
    }
    return a - b;
  };

  return {
    add(element) {
      const index = ends.length;
      encode(sink, element);
      ends.push(sink.position);
      byPartition[partitionOf(element)]?.push(index);
      extra += ENTRY_WEIGHT;
      for (const [at, { read }] of columns.entries()) {
        const value = read(element);
        values[at]?.push(value);
        extra += VALUE_WEIGHT + (typeof value === "string" ? value.length : 0);
      }
    },
    weight: () => sink.position + extra,
    write(runs) {
      for (const [partition, own] of byPartition.entries()) {
        if (columns.length > 0) {
          own.sort(compare);
        }
        const writer = runs.at(partition);
        for (const index of own) {
          writer.writeEncoded(sink.buffer.subarray(ends[index - 1] ?? 0, ends[index]));
        }
      }
    },
  };
}
