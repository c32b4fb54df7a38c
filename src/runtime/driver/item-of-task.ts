import type { Partition } from "../../compiler/ir/value.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import type { Task, TaskSource } from "../task.ts";

const LONGEST = 100;

/** What a task works on, printed shortly, for failures whose worker can no longer say; null where it has no part. */
export function itemOfTask({ work }: Task): string | null {
  switch (work.kind) {
    case "map":
    case "produce":
    case "sample":
    case "fold":
      return itemOfSource(work.source, work.index);
    default:
      return null;
  }
}

function itemOfSource(source: TaskSource, index: number): string {
  switch (source.kind) {
    case "element":
      return printed(source.value);
    case "partition":
      return itemOfPartition(source.partition) ?? `partition ${index}`;
    case "groups":
      return `partition ${index}`;
    default:
      return source satisfies never;
  }
}

/** A partition that is one reference, as those of `split` are, is that reference. */
function itemOfPartition(partition: Partition): string | undefined {
  const [slice] = partition.slices;
  const [value] = slice?.kind === "inline" && partition.records === 1 ? slice.values : [];
  return value === undefined ? undefined : printed(value);
}

function printed(value: Json): string {
  const text = placeOf(value) ?? canonicalJson(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** `docs/a.txt, bytes 0 to 100` for a chunk; the path of a file. */
function placeOf(value: Json): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const { path, size, ranges } = value as JsonObject; // neither null nor a list
  if (typeof path === "string" && typeof size === "number") {
    return path;
  }
  const [first] = Array.isArray(ranges) ? ranges : [];
  if (first === undefined) {
    return undefined;
  }
  const range = first as JsonObject; // a chunk's ranges are `ByteRange`s
  return typeof range["path"] === "string"
    ? `${range["path"]}, bytes ${JSON.stringify(range["start"])} to ${JSON.stringify(range["end"])}`
    : undefined;
}
