import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import { compareKeys, PREFIX_BYTES } from "./key-bytes.ts";
import type { RunCursor } from "./run-cursor.ts";

/** Sorted rows that come one at a time. */
export interface MergedRows {
  /** A cursor at the next row, which stays there until the next call; undefined behind the last. */
  next(): RunCursor | undefined;
}

/**
 * Sorted runs as one sorted sequence, of equal rows those of the earlier run first, by a tree of losers (Knuth, TAOCP 3,
 * 5.4.1): a row takes one comparison for each doubling of the runs. Holds one block of each run: memory grows with the number of runs,
 * never with their length.
 */
export function mergeRuns(runs: readonly RunCursor[]): MergedRows {
  const [only, ...others] = runs;
  if (only === undefined || others.length === 0) {
    return { next: () => (only?.next() === true ? only : undefined) };
  }
  const leaves = runs.length;
  /** Node `i` has the children `2 i` and `2 i + 1`; those from `leaves` on are the runs. Each holds its match's loser. */
  const losers = new Int32Array(leaves);
  const prefixes = new Float64Array(leaves);
  let winner = -1;

  const comesBefore = (a: number, b: number): boolean => {
    const first = prefixes[a] ?? 0;
    const second = prefixes[b] ?? 0;
    if (first !== second) {
      return first < second;
    }
    const x = runs[a];
    const y = runs[b];
    if (first === Number.POSITIVE_INFINITY || x === undefined || y === undefined) {
      return a < b;
    }
    const order = compareKeys(
      x.key,
      x.keyStart,
      x.keyEnd,
      y.key,
      y.keyStart,
      y.keyEnd,
      PREFIX_BYTES,
    );
    return order === 0 ? a < b : order < 0;
  };
  const advance = (run: number): void => {
    const cursor = runs[run];
    cursor?.next();
    prefixes[run] = cursor?.prefix ?? Number.POSITIVE_INFINITY;
  };
  const play = (node: number): number => {
    if (node >= leaves) {
      return node - leaves;
    }
    const left = play(2 * node);
    const right = play(2 * node + 1);
    const leftWins = comesBefore(left, right);
    losers[node] = leftWins ? right : left;
    return leftWins ? left : right;
  };

  return {
    next() {
      if (winner === -1) {
        for (let run = 0; run < leaves; run++) {
          advance(run);
        }
        winner = play(1);
      } else {
        advance(winner);
        for (let node = (winner + leaves) >> 1; node > 0; node >>= 1) {
          const loser = losers[node] ?? 0;
          if (comesBefore(loser, winner)) {
            losers[node] = winner;
            winner = loser;
          }
        }
      }
      return prefixes[winner] === Number.POSITIVE_INFINITY ? undefined : runs[winner];
    },
  };
}

/** Bytes of rows that are decoded at once: a clock call for each batch does not count. */
const BATCH_BYTES = 64 * 1024;

/** The values of rows, which are decoded as part of reading. */
export function* mergedValues(rows: MergedRows, meter: Meter): Generator<Json, void, undefined> {
  let batch: Json[] = [];
  const fill = (): boolean => {
    batch = [];
    for (let bytes = 0; bytes < BATCH_BYTES; ) {
      const row = rows.next();
      if (row === undefined) {
        return false;
      }
      batch.push(row.value());
      bytes += row.end - row.start;
    }
    return true;
  };
  for (let more = true; more; ) {
    more = meter.during("read", fill);
    for (let i = 0; i < batch.length; i++) {
      yield batch[i] ?? null;
    }
  }
}
