import type { StageManifest } from "../../compiler/ir/value.ts";
import type { Dataset } from "../../sdk/dataset.ts";
import { type PartitionReader, readFrom } from "./read-partition.ts";
import type { ToSdk } from "./to-sdk.ts";

/**
 * Partitions as a function sees them: re-readable, counted, indexable. Access by index keeps its place, so that indices in
 * ascending order read the data once.
 */
export function createDataset(
  reader: PartitionReader,
  manifest: Pick<StageManifest, "schemas" | "partitions">,
  convert: ToSdk,
): Dataset<unknown> {
  const count = manifest.partitions.reduce((sum, { records }) => sum + records, 0);
  let place = { index: 0, elements: readFrom(reader, manifest, 0) };
  return {
    count,
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) {
        throw new RangeError(`there is no element ${index} among ${count}`);
      }
      if (index < place.index || index > place.index + 1000) {
        place = { index, elements: readFrom(reader, manifest, index) };
      }
      for (;;) {
        const next = place.elements.next();
        place.index += 1;
        if (next.done === true) {
          throw new RangeError(`there is no element ${index} among ${count}`);
        }
        if (place.index === index + 1) {
          return convert(next.value);
        }
      }
    },
    *[Symbol.iterator]() {
      for (const element of readFrom(reader, manifest, 0)) {
        yield convert(element);
      }
    },
  };
}
