import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import type { Comparator } from "../../shared/order.ts";
import { readRows } from "../rows/row-reader.ts";
import type { TaskStore } from "../store/object-store.ts";

/** A producer's runs, and where they are. */
export interface StoredRuns {
  readonly location: string;
  readonly runs: ProducerRuns;
}

/** The rows of one partition of one producer, a block at a time. */
export function readRun(
  store: TaskStore,
  type: IrType,
  { location, runs }: StoredRuns,
  partition: number,
): Iterable<readonly Json[]> {
  return readRows(store, type, {
    location,
    start: runs.offsets[partition] ?? 0,
    end: runs.offsets[partition + 1] ?? 0,
    records: runs.records[partition] ?? 0,
    checksum: runs.checksums[partition] ?? 0,
  });
}

interface Cursor {
  readonly blocks: Iterator<readonly Json[]>;
  /** Place of the run among those merged: of equals the earlier comes first. */
  readonly rank: number;
  rows: readonly Json[];
  at: number;
}

/**
 * Sorted runs as one sorted sequence, of equals those of the earlier run first. Holds one block of each run: memory grows
 * with the number of runs, never with their length.
 */
export function* mergeRuns(
  runs: readonly Iterable<readonly Json[]>[],
  compare: Comparator,
): Generator<Json, void, undefined> {
  const heap: Cursor[] = [];
  for (const [rank, run] of runs.entries()) {
    const cursor: Cursor = { blocks: run[Symbol.iterator](), rank, rows: [], at: 0 };
    if (fill(cursor)) {
      heap.push(cursor);
    }
  }
  const before = (a: Cursor, b: Cursor): boolean => {
    const order = compare(a.rows[a.at] ?? null, b.rows[b.at] ?? null);
    return order === 0 ? a.rank < b.rank : order < 0;
  };
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) {
    siftDown(heap, i, before);
  }
  while (heap.length > 0) {
    const top = heap[0];
    if (top === undefined) {
      return;
    }
    yield top.rows[top.at] ?? null;
    top.at += 1;
    if (top.at === top.rows.length && !fill(top)) {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) {
        return;
      }
      heap[0] = last;
    }
    if (heap.length > 1) {
      siftDown(heap, 0, before);
    }
  }
}

/** The next block that has rows; false at the end of the run. */
function fill(cursor: Cursor): boolean {
  for (;;) {
    const next = cursor.blocks.next();
    if (next.done === true) {
      return false;
    }
    if (next.value.length > 0) {
      cursor.rows = next.value;
      cursor.at = 0;
      return true;
    }
  }
}

function siftDown(heap: Cursor[], from: number, before: (a: Cursor, b: Cursor) => boolean): void {
  const moving = heap[from];
  if (moving === undefined) {
    return;
  }
  let at = from;
  for (;;) {
    const left = heap[2 * at + 1];
    if (left === undefined) {
      break;
    }
    const right = heap[2 * at + 2];
    const child = right !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1;
    const smaller = child === 2 * at + 1 ? left : (right ?? left);
    if (!before(smaller, moving)) {
      break;
    }
    heap[at] = smaller;
    at = child;
  }
  heap[at] = moving;
}
