/**
 * A producer that combines. Rows are encoded into a log as they come, while they are still in the processor's cache; when
 * the log has grown by as much as it keeps, it is compacted: the rows of each key are combined into one. So a row that a
 * function gave dies at once, nothing that lives long is an object, and the more often a key comes, the fewer calls its
 * rows take. Logs are counted in bytes of data: what is combined with what follows from the data alone.
 *
 * Equal rows of a key that follow each other are combined as a number is multiplied by additions: so many of them into one,
 * as many of those into one again, and so on.
 */
import type { ExchangeKey } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { keyReader, partitionOf } from "../rows/key.ts";
import { after } from "./after.ts";
import { readGroups } from "./groups.ts";
import { createKeySlots } from "./key-slots.ts";
import { mergedValues } from "./merge.ts";
import { withinFanIn } from "./merge-passes.ts";
import { type Producer, type ProducerPlace, spillRun } from "./producer.ts";
import { createRowLog, type RowsBySlot } from "./row-log.ts";
import { compareQuickly, runOrder } from "./run-order.ts";
import { createRunsWriter, type RunsWriter } from "./runs-writer.ts";
import { mergePartition, type StoredRuns } from "./stored-runs.ts";

export interface Combination {
  readonly rows: IrType;
  readonly key: ExchangeKey;
  readonly partitions: number;
  /** One row for two or more of a key, in order. */
  readonly combine: (key: Json, rows: readonly Json[]) => Json | Promise<Json>;
}

/** Weight by which a log grows, at least, before it is compacted. */
const LEAST_GROWTH = 4 * 1024 * 1024;

/** Equal rows that are combined at once. */
const MOST_EQUAL = 64;

/** Of a key in the table. */
const SLOT_WEIGHT = 80;

export function createCombiningProducer(place: ProducerPlace, combination: Combination): Producer {
  const { rows: type, key, partitions, combine } = combination;
  const { meter, limit } = place;
  const keyOf = keyReader(key);
  const spilled: StoredRuns[] = [];
  let slots = createKeySlots();
  let log = createRowLog(type, key);
  let threshold = Math.min(LEAST_GROWTH, limit);

  const weight = (): number => log.weight() + SLOT_WEIGHT * slots.count;

  const push = (row: Json): void | Promise<void> => {
    const grew = log.append(slots.slotOf(keyOf(row)), row);
    return grew && weight() > threshold ? relieve() : undefined;
  };

  /** Leaves one row for each key in the log, and spills it where that did not free half of the memory. */
  const relieve = (): void | Promise<void> =>
    after(compact(), () => {
      if (weight() > limit / 2) {
        meter.during("write", spill);
      }
      threshold = Math.min(limit, weight() + Math.max(LEAST_GROWTH, weight()));
    });
  const compact = (): void | Promise<void> =>
    log.isCombined() ? undefined : compactFrom(log.take(), 0);
  const compactFrom = (rows: RowsBySlot, from: number): void | Promise<void> => {
    for (let slot = from; slot < slots.count; slot++) {
      const row = combined(rows, slot);
      if (row instanceof Promise) {
        return row.then((one) => {
          log.append(slot, one);
          return compactFrom(rows, slot + 1);
        });
      }
      log.append(slot, row);
    }
  };
  /** One row for all of a slot. */
  const combined = (rows: RowsBySlot, slot: number): Json | Promise<Json> => {
    const slotKey = slots.keyAt(slot);
    const own: Json[] = [];
    const entries = rows.entriesOf(slot);
    const gather = (from: number): Json | Promise<Json> => {
      for (const [i, entry] of entries.entries()) {
        if (i < from) {
          continue;
        }
        const count = rows.countOf(entry);
        const make = (): Json => rows.rowOf(entry, slotKey);
        if (count <= MOST_EQUAL) {
          pushCopies(own, make, count);
          continue;
        }
        const row = multiplied(slotKey, make, count);
        if (row instanceof Promise) {
          return row.then((one) => {
            own.push(one);
            return gather(i + 1);
          });
        }
        own.push(row);
      }
      return own.length === 1 ? (own[0] ?? null) : combine(slotKey, own);
    };
    return gather(0);
  };
  /** One row for `count` equal ones. */
  const multiplied = (slotKey: Json, make: () => Json, count: number): Json | Promise<Json> => {
    if (count <= MOST_EQUAL) {
      return count === 1 ? make() : combine(slotKey, pushCopies([], make, count));
    }
    const rest = count % MOST_EQUAL;
    const whole = combine(slotKey, pushCopies([], make, MOST_EQUAL));
    const wholes = whenReady(whole, (one) =>
      multiplied(slotKey, log.copier(one, slotKey), (count - rest) / MOST_EQUAL),
    );
    return rest === 0
      ? wholes
      : whenReady(wholes, (one) => combine(slotKey, pushCopies([one], make, rest)));
  };
  const spill = (): void => {
    spilled.push(spillRun(place, type, partitions, write));
    slots = createKeySlots();
    log = createRowLog(type, key);
  };
  /** What a compacted log holds; empties it. */
  const write = (runs: RunsWriter): void => {
    const rows = log.take();
    const byPartition = Array.from({ length: partitions }, (): number[] => []);
    for (let slot = 0; slot < slots.count; slot++) {
      byPartition[partitionOf(slots.keyAt(slot), partitions)]?.push(slot);
    }
    for (const [partition, own] of byPartition.entries()) {
      own.sort((a, b) => compareQuickly(slots.keyAt(a), slots.keyAt(b)));
      const writer = runs.at(partition);
      for (const slot of own) {
        for (const entry of rows.entriesOf(slot)) {
          writer.write(rows.rowOf(entry, slots.keyAt(slot)));
        }
      }
    }
  };
  const finish = (): ProducerRuns | Promise<ProducerRuns> => {
    if (spilled.length > 0) {
      meter.during("write", spill);
      return mergeCombined(place, combination, spilled);
    }
    return meter.during("write", () => {
      const runs = createRunsWriter(type, partitions, place.output());
      write(runs);
      return runs.close();
    });
  };

  return { push, finish: () => after(compact(), finish) };
}

function pushCopies(to: Json[], make: () => Json, count: number): Json[] {
  for (let i = 0; i < count; i++) {
    to.push(make());
  }
  return to;
}

const whenReady = (
  row: Json | Promise<Json>,
  next: (row: Json) => Json | Promise<Json>,
): Json | Promise<Json> => (row instanceof Promise ? row.then(next) : next(row));

/** Merges spilled runs into the one that stays; a key's rows from several of them are combined in their order. */
async function mergeCombined(
  place: ProducerPlace,
  { rows, key, partitions, combine }: Combination,
  spilled: readonly StoredRuns[],
): Promise<ProducerRuns> {
  const { store, meter } = place;
  const keyOf = keyReader(key);
  const order = runOrder(rows, key, []);
  const stored = withinFanIn(place, order, partitions, spilled);
  const runs = createRunsWriter(rows, partitions, place.output());
  for (let partition = 0; partition < partitions; partition++) {
    const elements = mergedValues(mergePartition(store, meter, order, stored, partition), meter);
    for (const group of readGroups([{ elements, keyOf }])) {
      const same = [...(group.streams[0] ?? [])];
      const row = same.length === 1 ? (same[0] ?? null) : await combine(group.key, same);
      runs.at(partition).write(row);
    }
  }
  return meter.during("write", () => runs.close());
}
