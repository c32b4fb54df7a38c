import type { Partition } from "../../compiler/ir/value.ts";
import { printItem } from "../print-item.ts";
import type { Task, TaskSource } from "../task.ts";

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
      return printItem(source.value);
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
  return value === undefined ? undefined : printItem(value);
}
