import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import type { ProducerPlace, RunPlace } from "../runs/producer.ts";
import { createFileWriter } from "../store/file-task-store.ts";
import type { TaskContext } from "./environment.ts";
import { findNode } from "./find-node.ts";

/** Where none is declared. */
const DEFAULT_MEMORY = 512 * 1024 * 1024;

/**
 * Parts of the declared memory. The rest is taken by the engine itself, by the function, and by what is being read and
 * written. Rows that a function combines live as objects from time to time, those that are sorted never do.
 */
const COMBINED = 1 / 8;
const SORTED = 1 / 4;
const MERGED = 1 / 8;

/** Places in a buffer are 32-bit numbers, and this leaves room for its longest row. */
const MOST_SORTED = 1024 * 1024 * 1024;

/**
 * Where a task merges runs. What it holds follows from the memory declared as base, not from what a retry or the machine
 * has: spill points shape what functions that combine are given, and so results.
 */
export function mergePlace(plan: Plan, context: TaskContext): RunPlace {
  const { environment, store, meter } = context;
  return {
    store,
    meter,
    spill() {
      const location = join(environment.temporaryDirectory, randomUUID());
      return {
        location,
        writer: createFileWriter({ key: location, temporary: `${location}.part`, path: location }),
      };
    },
    mergeBytes: environment.spillLimit ?? Math.floor(baseMemory(plan, context) * MERGED),
  };
}

/** Where the runs of an exchange's task go. */
export function producerPlace(
  plan: Plan,
  context: TaskContext,
  kind: "combines" | "sorts",
): ProducerPlace {
  const { environment, store, names } = context;
  const base = baseMemory(plan, context);
  const share =
    kind === "combines" ? Math.floor(base * COMBINED) : Math.min(MOST_SORTED, base * SORTED);
  return {
    ...mergePlace(plan, context),
    output: () => store.create(names.next("runs")),
    limit: environment.spillLimit ?? Math.floor(share),
  };
}

function baseMemory(plan: Plan, { task }: TaskContext): number {
  const node = findNode(plan, task.node);
  return ("options" in node ? node.options.memory?.base : undefined) ?? DEFAULT_MEMORY;
}
