/** How evenly an exchange spreads its rows, for people: nothing is decided by it. */
import type { HeavyKey, ProducerRuns, Skew } from "../compiler/ir/value.ts";
import { canonicalJson } from "../shared/canonical-json.ts";

/** Largest partition against the median from which it is worth a hint. */
export const SKEWED = 4;

const MOST_KEYS = 4;

/** Of all rows. */
const LEAST_SHARE = 1 / 100;

/** `runs` are those of all producers of all inputs. Null where there is a single partition, or no row. */
export function skewOf(runs: readonly ProducerRuns[], partitions: number): Skew | null {
  const bytes = new Float64Array(partitions);
  const counts = new Float64Array(partitions);
  let records = 0;
  for (const producer of runs) {
    for (let partition = 0; partition < partitions; partition++) {
      const count = producer.records[partition] ?? 0;
      counts[partition] = (counts[partition] ?? 0) + count;
      records += count;
      bytes[partition] =
        (bytes[partition] ?? 0) +
        (producer.offsets[partition + 1] ?? 0) -
        (producer.offsets[partition] ?? 0);
    }
  }
  if (partitions === 1 || records === 0) {
    return null;
  }
  let largest = 0;
  for (let partition = 1; partition < partitions; partition++) {
    if ((bytes[partition] ?? 0) > (bytes[largest] ?? 0)) {
      largest = partition;
    }
  }
  return {
    largest: {
      partition: largest,
      records: counts[largest] ?? 0,
      bytes: bytes[largest] ?? 0,
    },
    medianBytes: median(bytes),
    records,
    heavy: heaviest(runs, records),
  };
}

/** How many times the median the largest partition is; infinite where more than half are empty. */
export const skewFactor = ({ largest, medianBytes }: Skew): number => largest.bytes / medianBytes;

function heaviest(runs: readonly ProducerRuns[], records: number): readonly HeavyKey[] {
  const sums = new Map<string, HeavyKey>();
  for (const { key, records: own } of runs.flatMap(({ heavy }) => heavy ?? [])) {
    const text = canonicalJson(key);
    sums.set(text, { key, records: own + (sums.get(text)?.records ?? 0) });
  }
  return [...sums.values()]
    .filter(({ records: own }) => own >= LEAST_SHARE * records)
    .sort((a, b) => b.records - a.records)
    .slice(0, MOST_KEYS);
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : Math.round((high + (sorted[middle - 1] ?? high)) / 2);
}
