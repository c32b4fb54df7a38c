import type { ExchangeRuns, ProducerRuns } from "../../compiler/ir/value.ts";
import { storeLocation } from "../store/store-failure.ts";
import { withinFanIn, writeMerged } from "./merge-passes.ts";
import type { ProducerPlace } from "./producer.ts";
import { runOrder } from "./run-order.ts";
import { createRunsWriter } from "./runs-writer.ts";

/** The runs of several producers as those of one, with the same rows in the same order. */
export function regroupRuns(
  place: ProducerPlace,
  { rows, key, order, producers }: ExchangeRuns,
  partitions: number,
): ProducerRuns {
  const by = runOrder(rows, key, order);
  const stored = producers.map((runs) => ({ location: storeLocation(runs.key), runs }));
  const few = withinFanIn(place, by, partitions, stored);
  return place.meter.during("write", () => {
    const runs = createRunsWriter(rows, partitions, place.output());
    writeMerged(place, by, partitions, few, runs);
    return runs.close();
  });
}
