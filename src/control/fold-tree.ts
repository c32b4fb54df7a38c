/**
 * A fold as a tree of fixed shape: each partition in order, then `fanIn` neighbours at a time until one is left. Parts
 * that folded nothing keep their place, so that the tree depends on the number of partitions alone.
 */
import type { FoldNode } from "../compiler/ir/plan.ts";
import type { TaskWork } from "../runtime/task.ts";
import { failureOf } from "../runtime/task-error.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import { err, ok } from "../shared/result.ts";
import { type Answer, answerOf } from "./answer.ts";
import { type LoadedSource, taskSources } from "./source.ts";
import { listedWork, type StageWork } from "./stage-work.ts";

/** Undefined: nothing was there to fold. */
export type Part = Json | undefined;

export function foldWork(source: LoadedSource): StageWork {
  const tasks = taskSources(source);
  return {
    count: tasks.count,
    at: (index) => ({ kind: "fold", index, source: tasks.at(index), first: index === 0 }),
  };
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
