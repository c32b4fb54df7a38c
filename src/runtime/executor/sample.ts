import type { OrderBy } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import { pathReader } from "../rows/key.ts";
import { createRandom } from "./random.ts";
import type { Sink } from "./sink.ts";

export interface SampleSink extends Sink {
  /** Each the list of the values that an element is ordered by. */
  keys(): readonly Json[];
}

/** A uniform sample of the keys of all elements, by reservoir (Vitter 1985, algorithm R); `seed` decides which. */
export function createSampleSink(
  order: readonly OrderBy[],
  size: number,
  seed: string,
): SampleSink {
  const readers = order.map(({ path }) => pathReader(path));
  const random = createRandom(seed);
  const keys: Json[] = [];
  let seen = 0;
  return {
    push(element) {
      seen += 1;
      const place = keys.length < size ? keys.length : Math.floor(random() * seen);
      if (place < size) {
        keys[place] = readers.map((read) => read(element));
      }
    },
    end: () => undefined,
    keys: () => keys,
  };
}
