/**
 * Runs on this machine: objects, logs and intermediates in one folder, tasks in worker processes. The folder is `.flow` in
 * the working directory unless the environment names another in `FLOW_DIR`: `store/` has the objects, `logs/` one file
 * per run that had something to say, and `journal.db` the history of all.
 */
import { join, resolve } from "node:path";
import type { Plan } from "../compiler/ir/plan.ts";
import { DEFAULT_MEMORY } from "../control/policy.ts";
import { systemClock } from "./clock.ts";
import { type RunOptions, type RunOutcome, runPlan } from "./driver/run-plan.ts";
import type { TaskInvoker } from "./invoker/invoker.ts";
import { createRunHistory, type HistoryOptions } from "./journal/run-history.ts";
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
  /** What the journal is to keep of the run; absent: it is not kept there. */
  readonly history?: HistoryOptions;
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
  const storeRoot = storeFolder(options.folder);
  const store = createFileSystemStore(storeRoot);
  const logs: Reporter[] = [];
  const startLog: Reporter = (event) => {
    if (event.kind === "run-started") {
      logs.push(createRunLog(logPath(options.folder, event.run)));
    }
    for (const log of logs) {
      log(event);
    }
  };
  using history = createRunHistory(plan, options, systemClock);
  const outcome = await runPlan(plan, options, {
    store,
    clock: systemClock,
    reporters: [history.report, startLog, ...reporters],
    invoker: (_run, log) => Promise.resolve(createLocalPool(plan, options, storeRoot, log)),
  });
  return { outcome, store, storeRoot, log: logPath(options.folder, outcome.run) };
}

export const storeFolder = (folder: string): string => join(folder, "store");

/** Where the log of a run is, if it had anything to say. `folder` is `flowFolder(...)`. */
export const logPath = (folder: string, run: string): string => join(folder, "logs", `${run}.log`);

/** Where the result of a run goes that was not asked for elsewhere. */
export const resultPath = (folder: string, run: string): string => join(folder, "results", run);

export function flowFolder(
  workingFolder: string,
  environment: { readonly [name: string]: string | undefined },
): string {
  return resolve(workingFolder, environment["FLOW_DIR"] ?? ".flow");
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
