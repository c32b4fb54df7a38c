/**
 * A producer that combines. Elements are gathered in batches that die young; at the end of a batch, keys with more than
 * one row have them combined, so that what lives long is one row for each key. Batches are counted in elements: what is
 * combined with what follows from the data alone.
 */
import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { partitionOf } from "../rows/key.ts";
import { weigher } from "../rows/weight.ts";
import { readGroups } from "./groups.ts";
import { createKeySlots } from "./key-slots.ts";
import { mergeRuns, readRun, type StoredRuns } from "./merge.ts";
import { type Producer, type RunPlace, spillRun } from "./producer.ts";
import { compareQuickly } from "./run-order.ts";
import { createRunsWriter, type RunsWriter } from "./runs-writer.ts";

export interface Combination {
  readonly rows: IrType;
  readonly partitions: number;
  readonly keyOf: (row: Json) => Json;
  /** One row for two or more of a key, in order. */
  readonly combine: (key: Json, rows: readonly Json[]) => Json | Promise<Json>;
}

const BATCH = 32 * 1024;

/** Of a key's places in the tables, besides its row. */
const SLOT_WEIGHT = 96;

export function createCombiningProducer(place: RunPlace, combination: Combination): Producer {
  const { rows: type, partitions, keyOf, combine } = combination;
  const { meter } = place;
  const batch = new Array<Json>(BATCH).fill(null);
  let filled = 0;
  let table = createTable(type);
  const spilled: StoredRuns[] = [];

  const settleBatch = (): void | Promise<void> => {
    const count = filled;
    filled = 0;
    return settle(table.group(batch, count, keyOf), 0);
  };
  const settle = (touched: readonly number[], from: number): void | Promise<void> => {
    for (let i = from; i < touched.length; i++) {
      const slot = touched[i] ?? 0;
      const rows = table.take(slot);
      const [first] = rows;
      const combined = rows.length === 1 ? (first ?? null) : combine(table.keyAt(slot), rows);
      if (combined instanceof Promise) {
        return combined.then((row) => {
          table.keep(slot, row);
          return settle(touched, i + 1);
        });
      }
      table.keep(slot, combined);
    }
    if (table.weight() > place.limit) {
      meter.during("write", spill);
    }
  };
  const spill = (): void => {
    spilled.push(spillRun(place, type, partitions, (runs) => table.write(runs, partitions)));
    table = createTable(type);
  };
  const finish = (): ProducerRuns | Promise<ProducerRuns> => {
    if (spilled.length > 0) {
      meter.during("write", spill);
      return mergeCombined(place, combination, spilled);
    }
    return meter.during("write", () => {
      const runs = createRunsWriter(type, partitions, place.output());
      table.write(runs, partitions);
      return runs.close();
    });
  };

  return {
    push(element) {
      batch[filled++] = element;
      return filled === BATCH ? settleBatch() : undefined;
    },
    finish() {
      const waiting = settleBatch();
      return waiting === undefined ? finish() : waiting.then(finish);
    },
  };
}

interface Table {
  /** Sorts a batch by key; gives the slots of its keys in the order of their first row. */
  group(batch: readonly Json[], count: number, keyOf: (row: Json) => Json): readonly number[];
  keyAt(slot: number): Json;
  /** All rows of a slot of the batch, in order: the one it had, then those of the batch. */
  take(slot: number): readonly Json[];
  /** Sets the one row of a slot. */
  keep(slot: number, row: Json): void;
  weight(): number;
  write(runs: RunsWriter, partitions: number): void;
}

function createTable(type: IrType): Table {
  const weigh = weigher(type);
  const slots = createKeySlots();
  /** The one row of each slot; undefined before the first. */
  const rows: (Json | undefined)[] = [];
  let weights = new Float64Array(1024);
  let counts = new Int32Array(1024);
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  const slotOf = new Int32Array(BATCH);
  /** Rows by slot; with one more for each slot that had one. */
  const grouped = new Array<Json>(2 * BATCH).fill(null);
  let total = 0;

  const ensure = (count: number): void => {
    if (count > counts.length) {
      weights = enlarged(weights, new Float64Array(2 * counts.length));
      starts = enlarged(starts, new Int32Array(2 * counts.length));
      ends = enlarged(ends, new Int32Array(2 * counts.length));
      counts = enlarged(counts, new Int32Array(2 * counts.length));
    }
  };

  return {
    group(batch, count, keyOf) {
      const touched: number[] = [];
      for (let i = 0; i < count; i++) {
        const slot = slots.slotOf(keyOf(batch[i] ?? null));
        slotOf[i] = slot;
        ensure(slot + 1);
        const before = counts[slot] ?? 0;
        if (before === 0) {
          touched.push(slot);
        }
        counts[slot] = before + 1;
      }
      let end = 0;
      for (const slot of touched) {
        starts[slot] = end;
        const row = rows[slot];
        if (row !== undefined) {
          grouped[end++] = row;
        }
        ends[slot] = end;
        end += counts[slot] ?? 0;
        counts[slot] = 0;
      }
      for (let i = 0; i < count; i++) {
        const slot = slotOf[i] ?? 0;
        const at = ends[slot] ?? 0;
        grouped[at] = batch[i] ?? null;
        ends[slot] = at + 1;
      }
      return touched;
    },
    keyAt: slots.keyAt,
    take: (slot) => grouped.slice(starts[slot], ends[slot]),
    keep(slot, row) {
      const weight = weigh(row);
      total += rows[slot] === undefined ? weight + SLOT_WEIGHT : weight - (weights[slot] ?? 0);
      rows[slot] = row;
      weights[slot] = weight;
    },
    weight: () => total,
    write(runs, partitions) {
      const byPartition = Array.from({ length: partitions }, (): number[] => []);
      for (let slot = 0; slot < slots.count; slot++) {
        byPartition[partitionOf(slots.keyAt(slot), partitions)]?.push(slot);
      }
      for (const [partition, own] of byPartition.entries()) {
        own.sort((a, b) => compareQuickly(slots.keyAt(a), slots.keyAt(b)));
        const writer = runs.at(partition);
        for (const slot of own) {
          writer.write(rows[slot] ?? null);
        }
      }
    },
  };
}

function enlarged<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Merges spilled runs into the one that stays; a key's rows from several of them are combined in their order. */
async function mergeCombined(
  { store, meter, output }: RunPlace,
  { rows, partitions, keyOf, combine }: Combination,
  spilled: readonly StoredRuns[],
): Promise<ProducerRuns> {
  const runs = createRunsWriter(rows, partitions, output());
  const compare = (a: Json, b: Json): number => compareQuickly(keyOf(a), keyOf(b));
  for (let partition = 0; partition < partitions; partition++) {
    const elements = mergeRuns(
      spilled.map((run) => readRun(store, rows, run, partition)),
      compare,
    );
    for (const { key, streams } of readGroups([{ elements, keyOf }])) {
      const same = [...(streams[0] ?? [])];
      const row = same.length === 1 ? (same[0] ?? null) : await combine(key, same);
      runs.at(partition).write(row);
    }
  }
  return meter.during("write", () => runs.close());
}
