/**
 * A fold as a tree of fixed shape: leaves in order, then `fanIn` neighbours at a time until one is left. The leaves of a
 * dataset are its partitions; those of a list or range, which has none, follow from its elements. Parts that folded
 * nothing keep their place, so that the tree depends on the plan and the data alone.
 */
import { holdsReferences } from "../compiler/ir/holds-references.ts";
import type { FoldNode } from "../compiler/ir/plan.ts";
import type { TaskSource, TaskWork } from "../runtime/task.ts";
import { failureOf } from "../runtime/task-error.ts";
import { canonicalJsonSize } from "../shared/canonical-json.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { err, ok } from "../shared/result.ts";
import { type Answer, answerOf } from "./answer.ts";
import { type LoadedSource, type TaskSources, taskSources } from "./source.ts";
import { listedWork, type StageWork } from "./stage-work.ts";

/** Neighbouring elements of a list or range share a leaf until it has so many of them, or so many bytes of JSON. */
export const LEAF_ELEMENTS = 1024;
export const LEAF_BYTES = 64 * 1024;

/** Undefined: nothing was there to fold. */
export type Part = Json | undefined;

export function foldWork(node: Pick<FoldNode, "input" | "fanIn">, source: LoadedSource): StageWork {
  const tasks = leaves(node, source);
  return {
    count: tasks.count,
    at: (index) => ({ kind: "fold", index, source: tasks.at(index), first: index === 0 }),
  };
}

function leaves(
  { input, fanIn }: Pick<FoldNode, "input" | "fanIn">,
  source: LoadedSource,
): TaskSources {
  // The data behind references may be large: a leaf takes no more of it than a merge does.
  const most = holdsReferences(input.element) ? fanIn : LEAF_ELEMENTS;
  switch (source.kind) {
    case "list":
      return leavesOfList(source.values, most);
    case "range": {
      const { from, to } = source;
      return {
        count: Math.max(0, Math.ceil((to - from) / most)),
        at(index) {
          const start = from + index * most;
          const length = Math.min(most, to - start);
          return leaf(
            Array.from({ length }, (_, i) => start + i),
            index * most,
          );
        },
      };
    }
    default:
      return taskSources(source);
  }
}

function leavesOfList(values: readonly Json[], most: number): TaskSources {
  const starts: number[] = [];
  let bytes = 0;
  for (const [index, value] of values.entries()) {
    const start = starts.at(-1);
    const size = canonicalJsonSize(value) + 1;
    if (start === undefined || index - start === most || bytes + size > LEAF_BYTES) {
      starts.push(index);
      bytes = 0;
    }
    bytes += size;
  }
  return {
    count: starts.length,
    at: (index) => leaf(values.slice(starts[index], starts[index + 1]), starts[index] ?? 0),
  };
}

/** A partition that stands in the task. */
function leaf(values: readonly Json[], firstIndex: number): TaskSource {
  const bytes = values.reduce<number>((sum, value) => sum + canonicalJsonSize(value) + 1, 0);
  const partition = {
    records: values.length,
    bytes,
    slices: [{ kind: "inline" as const, values }],
  };
  return { kind: "partition", schemas: [], partition, firstIndex };
}

export interface Level {
  /** Groups of two or more, each one task. */
  readonly work: StageWork;
  /** The next level's parts, once `merged` has one value for each task of `work`. */
  next(merged: readonly Part[]): readonly Part[];
}

/** `level` is from 1. */
export function mergeLevel(parts: readonly Part[], fanIn: number, level: number): Level {
  const groups = Array.from({ length: Math.ceil(parts.length / fanIn) }, (_, i) =>
    parts.slice(i * fanIn, (i + 1) * fanIn).filter((part) => part !== undefined),
  );
  const merging = [...groups.entries()].filter(([, values]) => values.length > 1);
  return {
    work: listedWork(
      merging.map(([index, values]): TaskWork => ({ kind: "merge", level, index, values })),
    ),
    next(merged) {
      const parts: Part[] = groups.map((values) => values[0]);
      for (const [task, [index]] of merging.entries()) {
        parts[index] = merged[task];
      }
      return parts;
    },
  };
}

/** The value at the root; `from` was taken by the first partition, if there was one. */
export function foldResult(
  node: FoldNode,
  parts: readonly Part[],
  scope: JsonObject,
): Answer<Json> {
  const [root] = parts;
  if (root !== undefined) {
    return ok(root);
  }
  return node.from === null
    ? err(failureOf("bad-value", "`fold` has nothing to fold, and no `from` to start with"))
    : answerOf(node, node.from, scope);
}
