/** The machine as the task executor sees it: the store in a folder, modules from disk, a place for temporary files. */
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PlanFunction } from "../../compiler/ir/plan.ts";
import type { CallWatch } from "../executor/call-watch.ts";
import type { ExecutorEnvironment, FlowFunction, LogLevel } from "../executor/environment.ts";
import { attemptPrefix } from "../keys.ts";
import { objectPath, TEMPORARY } from "../store/file-system.ts";
import { createFileTaskStore } from "../store/file-task-store.ts";
import { storeKey } from "../store/store-failure.ts";
import type { Task } from "../task.ts";

export interface TaskEnvironment extends Disposable {
  readonly environment: ExecutorEnvironment;
  /** What the function has counted, by name. */
  readonly counters: ReadonlyMap<string, number>;
}

export interface Machine {
  readonly storeRoot: string;
  readonly loadFunction: (declared: PlanFunction) => Promise<FlowFunction>;
  readonly log: (level: LogLevel, message: string) => void;
  /** Of a worker that is killed when its task is to end, never aborted. */
  readonly signal: AbortSignal;
  readonly watch: CallWatch;
  readonly conceal: (text: string) => string;
}

/** For one attempt; to be disposed of when it is over. */
export function createTaskEnvironment(task: Task, machine: Machine): TaskEnvironment {
  const { storeRoot } = machine;
  const store = createFileTaskStore({ root: storeRoot, prefix: attemptPrefix(task) });
  const counters = new Map<string, number>();
  let folder: string | undefined;
  return {
    counters,
    environment: {
      store,
      localPath(location) {
        const key = storeKey(location);
        return key === undefined ? location : objectPath(storeRoot, key);
      },
      loadFunction: machine.loadFunction,
      // Made when it is asked for: few functions do, and it costs more than many a task.
      get temporaryDirectory() {
        if (folder === undefined) {
          folder = join(storeRoot, TEMPORARY, randomUUID());
          mkdirSync(folder, { recursive: true });
        }
        return folder;
      },
      now: () => performance.now(),
      signal: machine.signal,
      watch: machine.watch,
      conceal: machine.conceal,
      log: machine.log,
      count: (name, by) => counters.set(name, (counters.get(name) ?? 0) + by),
    },
    [Symbol.dispose]() {
      store.close();
      if (folder !== undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
