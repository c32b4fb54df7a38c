/**
 * Runs on this machine: objects, logs and intermediates in one folder, tasks in worker processes. The folder is `.flow` in
 * the working directory unless the environment names another in `FLOW_DIR`: `store/` has the objects, `logs/` one file
 * per run that had something to say, and `journal.db` the history of all.
 */
import { join, resolve } from "node:path";
import type { Plan } from "../compiler/ir/plan.ts";
import { DEFAULT_MEMORY } from "../control/policy.ts";
import type { Json } from "../shared/json.ts";
import { mulberry32 } from "../shared/mulberry32.ts";
import { ok, type Result } from "../shared/result.ts";
import { systemClock } from "./clock.ts";
import type { Committer } from "./driver/committer.ts";
import { type RunOptions, type RunOutcome, runPlan } from "./driver/run-plan.ts";
import type { Failure } from "./failure.ts";
import type { TaskInvoker } from "./invoker/invoker.ts";
import type { NotHeld } from "./journal/hold.ts";
import { isUsed } from "./journal/identities.ts";
import { createRunHistory, type HistoryOptions, type KeptRunRow } from "./journal/run-history.ts";
import { causeOf, patiently } from "./journal/transaction.ts";
import { taskName } from "./keys.ts";
import { type CharterDetails, createCharter } from "./recall/begin-run.ts";
import type { Charter } from "./recall/charter.ts";
import { createCleaner } from "./recall/create-cleaner.ts";
import { createRecall } from "./recall/create-recall.ts";
import { createReuse } from "./recall/create-reuse.ts";
import { createFileDigests } from "./recall/file-digest.ts";
import { createKnownWork } from "./recall/known-work.ts";
import { createProvenance } from "./recall/provenance.ts";
import { readDataset } from "./recall/read-dataset.ts";
import { createSecretDigests } from "./recall/secret-digest.ts";
import { createRunLog } from "./report/run-log.ts";
import type { Reporter } from "./run-event.ts";
import { runId } from "./run-id.ts";
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
  /** Absent: the run begins. */
  readonly resumed?: Charter;
  /** What the run is to be gone on with by; absent where it never is. */
  readonly details?: CharterDetails;
  /** Takes the result to where it is wanted. */
  readonly deliver?: (run: string, result: Json, storeRoot: string) => Result<void, Failure>;
}

export interface LocalRun {
  readonly outcome: RunOutcome;
  /** Where the result's datasets and files are. */
  readonly store: ObjectStore;
  readonly storeRoot: string;
  /** Where the run's log is, if it had anything to say. */
  readonly log: string;
}

/** An error where another process holds the run. */
export async function runLocally(
  plan: Plan,
  options: LocalOptions,
  reporters: readonly Reporter[],
): Promise<Result<LocalRun, NotHeld>> {
  const { folder, seed, resumed, details, deliver } = options;
  const storeRoot = storeFolder(folder);
  const store = createFileSystemStore(storeRoot);
  const logs: Reporter[] = [];
  const startLog: Reporter = (event) => {
    if (event.kind === "run-started") {
      logs.push(createRunLog(logPath(folder, event.run)));
    }
    for (const log of logs) {
      log(event);
    }
  };
  const started = systemClock.now();
  const run = options.run ?? runId(plan.workflow, started, mulberry32(seed));
  using history = createRunHistory(plan, options, systemClock);
  const held = history.hold(run, started);
  if (!held.ok) {
    return held;
  }
  const files = createFileDigests(held.value?.journal, systemClock.now);
  const charter =
    resumed ??
    (details &&
      (await createCharter(plan, details, { ...options, started }, files, cacheFolder(folder))));
  const kept = held.value;
  const reuse =
    charter &&
    createReuse({
      run,
      plan,
      store,
      files,
      code: charter.code,
      fresh: charter.fresh,
      known: kept && createKnownWork(kept.journal, kept.id),
      provenance: createProvenance(store),
      readDataset: (manifest) => readDataset(store, manifest),
      secretOf: createSecretDigests(options.secrets ?? [], cacheFolder(folder)),
    });
  const outcome = await runPlan(
    plan,
    { ...options, run, ...(charter && { charter: charter as unknown as Json }) }, // its fields are JSON
    {
      store,
      clock: systemClock,
      reporters: [history.report, startLog, ...reporters],
      invoker: (_run, log) => Promise.resolve(createLocalPool(plan, options, storeRoot, log)),
      recall: (_run, report) =>
        createRecall({
          run,
          plan,
          resumes: resumed !== undefined,
          ...(reuse && { reuse }),
          store,
          clock: systemClock,
          report,
        }),
      ...(kept &&
        charter?.keep === false && {
          cleaner: (_run: string, committer: Committer) =>
            createCleaner({
              run,
              plan,
              store,
              committer,
              usedByOthers: () => isUsedByOthers(kept),
            }),
        }),
      ...(deliver && { deliver: (result) => deliver(run, result, storeRoot) }),
    },
  );
  return ok({ outcome, store, storeRoot, log: logPath(folder, outcome.run) });
}

/** Where the journal does not say, it may be so. */
function isUsedByOthers({ journal, id }: KeptRunRow): boolean {
  try {
    return patiently(() => isUsed(journal, id));
  } catch (error) {
    if (causeOf(error) === undefined) {
      throw error;
    }
    return true;
  }
}

/** What is kept between runs to save work, and can be deleted. */
export const cacheFolder = (folder: string): string => join(folder, "cache");

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
    note: (text) => report({ kind: "note", text, time: systemClock.now() }),
    leftBehind: ({ place, ...error }) =>
      report({ kind: "error-left-behind", ...place, ...error, time: systemClock.now() }),
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
