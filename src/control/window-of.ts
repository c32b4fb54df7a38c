import type { ProducerRuns } from "../compiler/ir/value.ts";

/** Only partitions `from` to `to`, as if there were no others. */
export function windowOf(runs: ProducerRuns, from: number, to: number): ProducerRuns {
  const first = runs.first ?? 0;
  return {
    key: runs.key,
    offsets: runs.offsets.slice(from - first, to - first + 1),
    records: runs.records.slice(from - first, to - first),
    checksums: runs.checksums.slice(from - first, to - first),
  };
}
