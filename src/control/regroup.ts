/**
 * Exchanges in two levels. Every consumer reads a range of every producer, and too many small reads cost more than moving
 * the rows once more: so tasks in between merge the runs of about √M neighbouring producers, for about √R neighbouring
 * partitions each. Merging keeps the order of equal rows, so what consumers read is the same (as in Riffle, EuroSys '18, and
 * the multi-stage shuffle of Starling, SIGMOD '20).
 */
import type { ExchangeRuns } from "../compiler/ir/value.ts";
import { listedWork, type StageWork } from "./stage-work.ts";
import { windowOf } from "./window-of.ts";

/** What one level may have; a fact of the plan and the data, never of the machine. */
export interface ExchangeLimits {
  /** Producers of one input, times partitions. */
  readonly rangeReads: number;
  /** Producers of one input. */
  readonly producers: number;
}

export const EXCHANGE_LIMITS: ExchangeLimits = { rangeReads: 250_000, producers: 1_000 };

/** Whether an input goes over the limits. */
export function isTooWide(
  { producers }: ExchangeRuns,
  partitions: number,
  limits: ExchangeLimits,
): boolean {
  return (
    producers.length > 1 &&
    (producers.length > limits.producers || producers.length * partitions > limits.rangeReads)
  );
}

/** The tasks for one input, by the groups of its producers, then by the windows of its partitions. */
export function regroupWork(
  inputs: readonly ExchangeRuns[],
  chosen: readonly number[],
  partitions: number,
): StageWork {
  return listedWork(
    chosen.flatMap((input) => {
      const runs = inputs[input];
      if (runs === undefined) {
        return [];
      }
      const groups = cut(runs.producers.length);
      const windows = cut(partitions);
      return groups.flatMap((group, i) =>
        windows.map((window, j) => ({
          kind: "regroup" as const,
          input,
          index: i * windows.length + j,
          first: window.from,
          partitions: window.to - window.from,
          runs: {
            ...runs,
            producers: runs.producers
              .slice(group.from, group.to)
              .map((producer) => windowOf(producer, window.from, window.to)),
          },
        })),
      );
    }),
  );
}

/** `count` things in pieces of √`count`, rounded up. */
function cut(count: number): readonly { readonly from: number; readonly to: number }[] {
  const size = Math.ceil(Math.sqrt(count));
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    from: i * size,
    to: Math.min(count, (i + 1) * size),
  }));
}
