/**
 * Elements in memory until they are written as sorted runs: encoded as they come, one after the other, beside them the keys
 * and a few numbers for each. It holds no objects, so that memory is what is counted and the garbage collector has nothing
 * to look at.
 */
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { type ByteSink, createByteSink } from "../rows/byte-sink.ts";
import { readLength } from "../rows/byte-source.ts";
import { rowCodec } from "../rows/row-codec.ts";
import { createHeavyKeys, type HeavyKeys } from "./heavy-keys.ts";
import type { RunOrder } from "./run-order.ts";
import type { RunsWriter } from "./runs-writer.ts";
import { MOST_ENTRIES, sortByKeys } from "./sort-keys.ts";

/** Partition of an element, whose key stands at bytes `start` to `end`. */
export type Partitioner = (element: Json, key: Uint8Array, start: number, end: number) => number;

export interface SortBuffer {
  add(element: Json): void;
  /** Bytes of memory in use. */
  weight(): number;
  /** Whether no more elements fit whatever their weight. */
  full(): boolean;
  /** Writes all elements, sorted, and forgets them. The keys that most of them have where `counts`. */
  write(runs: RunsWriter, counts: boolean): HeavyKeys | undefined;
}

const FIRST_BYTES = 64 * 1024;
const FIRST_ENTRIES = 1024;

/** From here buffers take their last size at once: doubling would hold one and a half times as much for a moment. */
const LAST_DOUBLED = 4 * 1024 * 1024;

/** Of an entry's places, and of what sorting it takes. */
const ENTRY_WEIGHT = 5 * 4 + 8;

/** `capacity` is the weight at which it will be written; memory that is never touched costs nothing. */
export function createSortBuffer(
  order: RunOrder,
  partitions: number,
  partitionOf: Partitioner,
  capacity: number,
): SortBuffer {
  const { encode, decode } = rowCodec(order.rows);
  const rows = createByteSink(FIRST_BYTES);
  const keys = order.inRow ? rows : createByteSink(FIRST_BYTES);
  const perPartition = new Uint32Array(partitions);
  let entries = 0;
  /** Entry `i` has its row at bytes `rowEnds[i - 1]` to `rowEnds[i]`. */
  let rowEnds = new Uint32Array(FIRST_ENTRIES);
  let keyStarts = new Uint32Array(FIRST_ENTRIES);
  let keyEnds = new Uint32Array(FIRST_ENTRIES);
  let places = new Uint32Array(FIRST_ENTRIES);

  const rowStart = (entry: number): number => (entry === 0 ? 0 : (rowEnds[entry - 1] ?? 0));
  const grow = (): void => {
    rowEnds = doubled(rowEnds);
    keyStarts = doubled(keyStarts);
    keyEnds = doubled(keyEnds);
    places = doubled(places);
  };

  /** Entries by partition, in the order in which they came. */
  const grouped = (): { readonly all: Uint32Array; readonly ends: Uint32Array } => {
    const ends = new Uint32Array(partitions);
    let end = 0;
    for (let partition = 0; partition < partitions; partition++) {
      ends[partition] = end;
      end += perPartition[partition] ?? 0;
    }
    const all = new Uint32Array(entries);
    for (let entry = 0; entry < entries; entry++) {
      const partition = places[entry] ?? 0;
      all[ends[partition] ?? 0] = entry;
      ends[partition] = (ends[partition] ?? 0) + 1;
    }
    return { all, ends };
  };

  return {
    add(element) {
      if (entries === rowEnds.length) {
        grow();
      }
      const start = rows.position;
      reserveLastSize(rows, capacity);
      encode(rows, element);
      const source = { buffer: rows.buffer, position: start };
      let keyStart: number;
      let keyEnd: number;
      if (order.inRow) {
        const length = readLength(source);
        keyStart = source.position;
        keyEnd = keyStart + length;
      } else {
        keyStart = keys.position;
        reserveLastSize(keys, capacity);
        order.writeKey(keys, element);
        keyEnd = keys.position;
      }
      const partition = partitionOf(element, keys.buffer, keyStart, keyEnd);
      invariant(partition < partitions, "an element belongs into one of the partitions");
      rowEnds[entries] = rows.position;
      keyStarts[entries] = keyStart;
      keyEnds[entries] = keyEnd;
      places[entries] = partition;
      perPartition[partition] = (perPartition[partition] ?? 0) + 1;
      entries += 1;
    },
    weight: () => rows.position + (order.inRow ? 0 : keys.position) + ENTRY_WEIGHT * entries,
    full: () => entries > MOST_ENTRIES / 2,
    write(runs, counts) {
      const { all, ends } = grouped();
      const table = { bytes: keys.buffer, starts: keyStarts, ends: keyEnds };
      let current = 0;
      const heavy = counts
        ? createHeavyKeys(
            () => order.keyOf(decode({ buffer: rows.buffer, position: rowStart(current) })),
            true,
          )
        : undefined;
      let from = 0;
      for (let partition = 0; partition < partitions; partition++) {
        const own = all.subarray(from, ends[partition]);
        sortByKeys(table, own);
        const writer = runs.at(partition);
        for (let i = 0; i < own.length; i++) {
          current = own[i] ?? 0;
          writer.writeEncoded(rows.buffer, rowStart(current), rowEnds[current] ?? 0);
          heavy?.add(keys.buffer, keyStarts[current] ?? 0, keyEnds[current] ?? 0);
        }
        from = ends[partition] ?? 0;
      }
      rows.position = 0;
      keys.position = 0;
      entries = 0;
      perPartition.fill(0);
      return heavy;
    },
  };
}

function reserveLastSize(sink: ByteSink, capacity: number): void {
  const { buffer, position } = sink;
  if (buffer.length >= LAST_DOUBLED && buffer.length < capacity && 2 * position > buffer.length) {
    sink.buffer = Buffer.allocUnsafeSlow(capacity);
    buffer.copy(sink.buffer, 0, 0, position);
  }
}

function doubled(from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(2 * from.length);
  to.set(from);
  return to;
}
