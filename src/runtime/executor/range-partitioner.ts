import type { Json } from "../../shared/json.ts";
import { createByteSink } from "../rows/byte-sink.ts";
import { compareKeys, keyPrefix, PREFIX_BYTES } from "../runs/key-bytes.ts";
import type { RunOrder } from "../runs/run-order.ts";
import type { Partitioner } from "../runs/sort-buffer.ts";

/**
 * Splitter `i` begins partition `i + 1`: an element belongs to the partition after the last splitter not above it. A
 * splitter is the list of the values that its element is ordered by.
 */
export function rangePartitioner(order: RunOrder, splitters: readonly Json[]): Partitioner {
  const sink = createByteSink(1024);
  const ends = splitters.map((splitter) => {
    order.writeValues(sink, splitter as readonly Json[]); // made by `createSampleSink`
    return sink.position;
  });
  const { buffer } = sink;
  const start = (index: number): number => (index === 0 ? 0 : (ends[index - 1] ?? 0));
  const prefixes = Float64Array.from(ends, (end, index) => keyPrefix(buffer, start(index), end));

  return (_, key, from, to) => {
    const prefix = keyPrefix(key, from, to);
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = prefixes[middle] ?? 0;
      const below =
        prefix === other
          ? compareKeys(key, from, to, buffer, start(middle), ends[middle] ?? 0, PREFIX_BYTES) < 0
          : prefix < other;
      if (below) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
}
