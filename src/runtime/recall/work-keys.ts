/** Objects of the store that a task's work names. */
import type { ExchangeRuns, Partition } from "../../compiler/ir/value.ts";
import { storeKey, storeLocation } from "../store/store-failure.ts";
import type { TaskWork } from "../task.ts";
import { locationsIn } from "./references.ts";

/** Each object that `work` reads, and the files and texts of users as locations. */
export function locationsOf(work: TaskWork): Iterable<string> {
  switch (work.kind) {
    case "call":
    case "files":
      return [];
    case "split":
      return work.source.flatMap((source) =>
        source.kind === "file" ? [source.file.path] : source.ranges.map(({ path }) => path),
      );
    case "merge":
      return locationsIn(work.values);
    case "take":
      return work.partitions.flatMap(locationsOfPartition);
    case "regroup":
      return locationsOfRuns(work.runs);
    default:
      switch (work.source.kind) {
        case "partition":
          return locationsOfPartition(work.source.partition);
        case "element":
          return locationsIn(work.source.value);
        case "groups":
          return work.source.inputs.flatMap(locationsOfRuns);
        default:
          return work.source satisfies never;
      }
  }
}

/** Keys of objects in the store. */
export function* keysOf(locations: Iterable<string>): Generator<string> {
  for (const location of locations) {
    const key = storeKey(location);
    if (key !== undefined) {
      yield key;
    }
  }
}

export function locationsOfPartition({ slices }: Partition): readonly string[] {
  return slices.flatMap((slice) =>
    slice.kind === "inline" ? [...locationsIn(slice.values)] : [storeLocation(slice.key)],
  );
}

const locationsOfRuns = ({ producers }: ExchangeRuns): readonly string[] =>
  producers.flatMap(({ key, records }) =>
    records.some((count) => count > 0) ? [storeLocation(key)] : [],
  );
