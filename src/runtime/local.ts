/**
 * Runs on this machine: objects, logs and intermediates in one folder, tasks in worker processes. The folder is `.flow` in
 * the working directory unless the environment names another in `FLOW_DIR`: `store/` has the objects, `logs/` one file
 * per run that had something to say.
 */
import { join, resolve } from "node:path";
import type { Plan } from "../compiler/ir/plan.ts";
import { DEFAULT_MEMORY } from "../control/policy.ts";
import { systemClock } from "./clock.ts";
import { type RunOptions, type RunOutcome, runPlan } from "./driver/run-plan.ts";
import type { TaskInvoker } from "./invoker/invoker.ts";
import { taskName } from "./keys.ts";
import { createRunLog } from "./report/run-log.ts";
import type { Reporter } from "./run-event.ts";
import { createFileSystemStore } from "./store/file-system.ts";
import type { ObjectStore } from "./store/object-store.ts";
import { createWorkerPool } from "./worker/pool.ts";

export interface LocalOptions extends RunOptions {
  /** Absolute: `flowFolder(...)`. */
  readonly folder: string;
  /** Worker processes, and so tasks at once; at least 1. */
  readonly workers: number;
}

export interface LocalRun {
  readonly outcome: RunOutcome;
  /** Where the result's datasets and files are. */
  readonly store: ObjectStore;
  readonly storeRoot: string;
  /** Where the run's log is, if it had anything to say. */
  readonly log: string;
}

export async function runLocally(
  plan: Plan,
  options: LocalOptions,
  reporters: readonly Reporter[],
): Promise<LocalRun> {
  const storeRoot = join(options.folder, "store");
  const store = createFileSystemStore(storeRoot);
  const logs: Reporter[] = [];
  const report: Reporter = (event) => {
    if (event.kind === "run-started") {
      logs.push(createRunLog(logPath(options.folder, event.run)));
    }
    for (const reporter of [...logs, ...reporters]) {
      reporter(event);
    }
  };
  const outcome = await runPlan(plan, options, {
    store,
    clock: systemClock,
    reporters: [report],
    invoker: (_run, log) => Promise.resolve(createLocalPool(plan, options, storeRoot, log)),
  });
  return { outcome, store, storeRoot, log: logPath(options.folder, outcome.run) };
}

export function flowFolder(
  workingFolder: string,
  environment: { readonly [name: string]: string | undefined },
): string {
  return resolve(workingFolder, environment["FLOW_DIR"] ?? ".flow");
}

function logPath(folder: string, run: string): string {
  return join(folder, "logs", `${run}.log`);
}

function createLocalPool(
  plan: Plan,
  options: LocalOptions,
  storeRoot: string,
  report: Reporter,
): TaskInvoker {
  return createWorkerPool({
    entry: workerEntry(),
    settings: { plan, root: options.root, storeRoot, secrets: options.secrets ?? [] },
    workers: options.workers,
    memory: DEFAULT_MEMORY.base,
    printed: (task, stream, text) =>
      report({
        kind: "log",
        step: task.node,
        at: task.at,
        task: taskName(task.work),
        attempt: task.attempt,
        stream,
        text,
        time: systemClock.now(),
      }),
    waiting: (task, item, waitedMs, endsInMs) =>
      report({
        kind: "task-waiting",
        step: task.node,
        at: task.at,
        task: taskName(task.work),
        attempt: task.attempt,
        item,
        waitedMs,
        endsInMs,
        time: systemClock.now(),
      }),
  });
}

/** Beside this module when it runs from source, beside the one built file it is part of otherwise. */
function workerEntry(): URL {
  const path = import.meta.url.endsWith(".ts") ? "./worker/worker-main.ts" : "./worker-main.js";
  return new URL(path, import.meta.url);
}
