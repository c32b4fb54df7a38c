import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ExchangeNode } from "../../compiler/ir/plan.ts";
import type { RunPlace } from "../runs/producer.ts";
import { createFileWriter } from "../store/file-task-store.ts";
import type { TaskContext } from "./environment.ts";

/** Where no memory is declared. */
const DEFAULT_LIMIT = 64 * 1024 * 1024;

/** Of the declared memory. Part of the rest is taken by the engine itself, by the function, and by what is being read. */
const SHARE = 1 / 8;

/**
 * Where the runs of an exchange's task go. The limit follows from the memory declared as base, not from what a retry or
 * the machine has: spill points shape what functions that combine are given, and so results.
 */
export function runPlace(context: TaskContext, node: ExchangeNode): RunPlace {
  const { environment, store, meter, names } = context;
  const base = node.options.memory?.base;
  return {
    store,
    meter,
    output: () => store.create(names.next("runs")),
    spill() {
      const location = join(environment.temporaryDirectory, randomUUID());
      return {
        location,
        writer: createFileWriter({ key: location, temporary: `${location}.part`, path: location }),
      };
    },
    limit:
      environment.spillLimit ?? (base === undefined ? DEFAULT_LIMIT : Math.floor(base * SHARE)),
  };
}
