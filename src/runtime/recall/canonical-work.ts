/**
 * What a task works on, in a form in which references stand for content: an object for how it came to be, a file of a user
 * for its digest. What only places the task among others (its index, the keys of its inputs) is left out.
 */
import type { ByteRange, ExchangeRuns, Partition, ProducerRuns } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { taskName } from "../keys.ts";
import { storeKey } from "../store/store-failure.ts";
import type { TaskSource, TaskWork } from "../task.ts";
import { isObject, referenceOf } from "./references.ts";

/** What stands for a reference. */
export interface Contents {
  object(key: string): string;
  /** Of a user's file, by its location. */
  file(path: string): string;
  /** Of a dataset, by the key of its manifest. */
  dataset(manifest: string): string;
  /** Of a string: itself, or what stands for a secret. */
  text(value: string): Json;
}

/** `counts`: whether the node counts elements over the whole dataset. */
export function canonicalWork(work: TaskWork, contents: Contents, counts: boolean): Json {
  switch (work.kind) {
    case "call":
      return null;
    case "files":
      return work.base;
    case "split":
      return [
        work.source.map((source) =>
          source.kind === "file"
            ? canonicalValue({ ...source.file }, contents)
            : canonicalRanges(source.ranges, contents),
        ),
        work.into,
      ];
    case "map":
      return canonicalSource(work.source, contents, counts);
    case "fold":
      return [canonicalSource(work.source, contents, counts), work.first];
    case "produce":
      return [
        canonicalSource(work.source, contents, counts),
        work.partitions,
        work.splitters === null ? null : canonicalValue(work.splitters, contents),
      ];
    case "sample":
      // Which keys are taken depends on the name of the task.
      return [canonicalSource(work.source, contents, counts), work.size, taskName(work)];
    case "merge":
      return canonicalValue(work.values, contents);
    case "take":
      return [work.partitions.map((part) => canonicalPartition(part, contents)), work.count];
    case "regroup":
      return [work.first, work.partitions, canonicalRuns(work.runs, contents)];
    default:
      return work satisfies never;
  }
}

function canonicalSource(source: TaskSource, contents: Contents, counts: boolean): Json {
  switch (source.kind) {
    case "partition":
      return [canonicalPartition(source.partition, contents), counts ? source.firstIndex : null];
    case "element":
      return [canonicalValue(source.value, contents), counts ? source.index : null];
    case "groups":
      return source.inputs.map((runs) => canonicalRuns(runs, contents));
    default:
      return source satisfies never;
  }
}

function canonicalPartition({ slices }: Partition, contents: Contents): Json {
  return slices.map((slice) =>
    slice.kind === "inline"
      ? canonicalValue(slice.values, contents)
      : [contents.object(slice.key), slice.from, slice.to],
  );
}

/** Producers without rows for the partition do not count: nothing of them is read. */
function canonicalRuns({ key, order, producers }: ExchangeRuns, contents: Contents): Json {
  return [
    key as unknown as Json, // parts of a Plan are JSON
    order as unknown as Json,
    producers.flatMap((runs) => (isEmpty(runs) ? [] : [canonicalProducer(runs, contents)])),
  ];
}

const isEmpty = ({ records }: ProducerRuns): boolean => records.every((count) => count === 0);

const canonicalProducer = ({ key, first, offsets }: ProducerRuns, contents: Contents): Json => [
  contents.object(key),
  first ?? 0,
  ...offsets,
];

export function canonicalValue(value: Json, contents: Contents): Json {
  if (typeof value === "string") {
    return contents.text(value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (!isObject(value)) {
    return value.map((element) => canonicalValue(element, contents));
  }
  const reference = referenceOf(value);
  switch (reference?.kind) {
    case "file": {
      const { path, name, size } = reference.file;
      return ["file", canonicalLocation(path, contents), name, size];
    }
    case "text":
      return canonicalRanges(reference.text.ranges, contents);
    case "dataset":
      return ["dataset", contents.dataset(reference.dataset.manifest)];
    default:
      return Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, canonicalValue(field, contents)]),
      );
  }
}

const canonicalRanges = (ranges: readonly ByteRange[], contents: Contents): Json => [
  "text",
  ...ranges.map(({ path, start, end }): Json => [canonicalLocation(path, contents), start, end]),
];

/** The path of a user's file counts, too: functions see it, and paths in a file start at its folder. */
function canonicalLocation(location: string, contents: Contents): Json {
  const key = storeKey(location);
  return key === undefined ? [location, contents.file(location)] : contents.object(key);
}
