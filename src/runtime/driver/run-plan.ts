/** One run of a Plan: walks it, and says how it ended. */
import { dirname, resolve } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import { datasetValue, filesStage } from "../../control/dataset.ts";
import { EXCHANGE_LIMITS, type ExchangeLimits } from "../../control/regroup.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { mulberry32 } from "../../shared/mulberry32.ts";
import { ok, type Result } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { OnFailure } from "../core/events.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker } from "../invoker/invoker.ts";
import { charterKey, parameterManifestKey } from "../keys.ts";
import { createStepTotals, type StepTotals } from "../report/step-totals.ts";
import type { Reporter } from "../run-event.ts";
import type { RunFailure } from "../run-failure.ts";
import { runId } from "../run-id.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { createCancellation } from "./cancellation.ts";
import type { Cleaner } from "./cleaner.ts";
import { type Committer, createCommitter } from "./committer.ts";
import { createConcealer } from "./conceal.ts";
import { createTaskRunner } from "./create-task-runner.ts";
import { failedAt, type Outcome } from "./outcome.ts";
import { runFailure } from "./places.ts";
import { createPriorities } from "./priorities.ts";
import type { Recall } from "./recall.ts";
import { createRecallingRunner } from "./recalling-runner.ts";
import { walkRegion } from "./walk.ts";

export interface RunOptions {
  /** Name of a run that goes on, or is to have this one; absent: made from the time and the seed. */
  readonly run?: string;
  /** What the run was asked to do, for whoever goes on with it: committed before anything else. */
  readonly charter?: Json;
  /** Of every parameter, by name; a `files` parameter is the list of its files. */
  readonly args: JsonObject;
  /** Texts that must not be reported. */
  readonly secrets?: readonly string[];
  /** Absolute folder that the paths in spans are relative to. */
  readonly root: string;
  /** Seeds jitter and the run's name. */
  readonly seed: number;
  /** What a failure that no `try` meets means for the rest of the run; `drain` unless given. */
  readonly onFailure?: OnFailure;
  /** Whether a task that takes far longer than its siblings is started a second time; true unless given. */
  readonly speculation?: boolean;
  /** Aborted: tasks that run may end and are committed, nothing starts, and the run is cancelled whatever it came to. */
  readonly drain?: AbortSignal;
  /** Aborted: tasks that run are stopped, too. */
  readonly kill?: AbortSignal;
  /** Past which an exchange takes two levels; results do not depend on it. */
  readonly exchangeLimits?: ExchangeLimits;
}

export interface RunAdapters {
  readonly store: ObjectStore;
  /** `report` takes the lines that functions print. Closed by the run. */
  readonly invoker: (run: string, report: Reporter) => Promise<TaskInvoker>;
  readonly clock: Clock;
  readonly reporters: readonly Reporter[];
  /** What is known of the run's tasks before they run; absent: nothing is. */
  readonly recall?: (run: string, report: Reporter) => Recall;
  /** Deletes what is not needed any more; absent: all is kept. */
  readonly cleaner?: (run: string, committer: Committer) => Cleaner;
  /** Takes the result to where it is wanted, before the run is over. */
  readonly deliver?: (result: Json) => Result<void, Failure>;
}

export type RunOutcome = {
  readonly run: string;
  readonly elapsedMs: number;
  /** In the order in which steps started. */
  readonly steps: readonly StepTotals[];
} /** `undelivered`: why the result is not where it is wanted, absent where it is. */ & (
  | { readonly kind: "done"; readonly result: Json; readonly undelivered?: Failure }
  | { readonly kind: "failed"; readonly failure: RunFailure }
  | { readonly kind: "cancelled" }
);

export async function runPlan(
  plan: Plan,
  options: RunOptions,
  adapters: RunAdapters,
): Promise<RunOutcome> {
  const { store, clock } = adapters;
  const started = clock.now();
  const run = options.run ?? runId(plan.workflow, started, mulberry32(options.seed));
  const totals = createStepTotals();
  const concealer = createConcealer(options.secrets ?? []);
  const report = concealer.reporter((event) => {
    for (const reporter of [totals.report, ...adapters.reporters]) {
      reporter(event);
    }
  });
  const recall = adapters.recall?.(run, report);
  const concealed = concealer.invoker(await adapters.invoker(run, report));
  const invoker = recall?.invoker(concealed) ?? concealed;
  const { seed, onFailure = "drain", speculation = true } = options;
  const priorities = createPriorities(plan);
  const plain = createTaskRunner(
    { run, seed, onFailure, speculation },
    { invoker, store, clock, report, measured: priorities.measured },
  );
  const tasks =
    recall === undefined ? plain : createRecallingRunner(plain, recall, { report, clock });
  report({
    kind: "run-started",
    run,
    workflow: plan.workflow,
    invoker: invoker.name,
    slots: invoker.slots,
    time: started,
  });
  const stopListening = obeySignals(options, {
    drain() {
      report({ kind: "run-draining", run, time: clock.now() });
      tasks.drain();
    },
    kill: () => tasks.kill(),
  });
  try {
    const committer = createCommitter(store);
    const cleaner = adapters.cleaner?.(run, committer);
    const params = await begin(plan, run, options, committer);
    const outcome = params.ok
      ? await walkRegion(
          {
            plan,
            run,
            priorities,
            onFailure,
            tasks,
            recall,
            cleaner,
            committer,
            clock,
            report,
            exchangeLimits: options.exchangeLimits ?? EXCHANGE_LIMITS,
            folderOf: (file) => resolve(options.root, dirname(file)),
          },
          { region: plan.body, owner: plan.workflow, at: "" },
          params.value,
          null,
          createCancellation(),
        )
      : params;
    const interrupted = options.drain?.aborted === true || options.kill?.aborted === true;
    const finished = interrupted
      ? cancelledRun
      : await deliver(finish(plan, outcome), adapters.deliver, recall);
    await cleaner?.idle();
    const elapsedMs = clock.now() - started;
    report({
      kind: "run-finished",
      run,
      outcome: finished.kind,
      failure: finished.kind === "failed" ? finished.failure : null,
      elapsedMs,
      time: clock.now(),
    });
    return { run, elapsedMs, steps: totals.totals(), ...finished };
  } finally {
    stopListening();
    tasks.kill();
    await Promise.all([tasks.idle(), invoker.close()]);
  }
}

type Finished =
  | { readonly kind: "done"; readonly result: Json; readonly undelivered?: Failure }
  | { readonly kind: "failed"; readonly failure: RunFailure }
  | { readonly kind: "cancelled" };

function finish(plan: Plan, outcome: Outcome): Finished {
  if (outcome.ok) {
    return { kind: "done", result: outcome.value };
  }
  return outcome.error.kind === "failed"
    ? { kind: "failed", failure: runFailure(plan, outcome.error) }
    : cancelledRun;
}

const cancelledRun: Finished = { kind: "cancelled" };

/** Again as long as what stands in the way is a lost object that can be made again. */
async function deliver(
  finished: Finished,
  take: RunAdapters["deliver"],
  recall: Recall | undefined,
): Promise<Finished> {
  if (finished.kind !== "done" || take === undefined) {
    return finished;
  }
  const repaired = new Set<string>();
  for (;;) {
    const delivered = take(finished.result);
    if (delivered.ok) {
      return finished;
    }
    const { object } = delivered.error;
    if (recall === undefined || object === undefined || repaired.has(object)) {
      return { ...finished, undelivered: delivered.error };
    }
    repaired.add(object);
    const undelivered = await recall.repair(delivered.error);
    if (undelivered !== undefined) {
      return { ...finished, undelivered };
    }
  }
}

async function begin(
  plan: Plan,
  run: string,
  { charter, args }: RunOptions,
  committer: ReturnType<typeof createCommitter>,
): Promise<Outcome<JsonObject>> {
  if (charter !== undefined) {
    const committed = await committer.commit(charterKey(run), charter);
    if (!committed.ok) {
      return failedAt({ id: plan.workflow }, "", committed.error);
    }
  }
  return bindArguments(plan, run, args, committer);
}

/** Listings become datasets, so that a Plan sees no difference between a parameter and a step. */
async function bindArguments(
  plan: Plan,
  run: string,
  args: JsonObject,
  committer: ReturnType<typeof createCommitter>,
): Promise<Outcome<JsonObject>> {
  const params: { [name: string]: Json } = {};
  for (const { name, type } of plan.params) {
    const value = args[name] ?? null;
    const inner = type.kind === "optional" ? type.type : type;
    if (inner.kind !== "dataset" || value === null) {
      params[name] = value;
      continue;
    }
    const key = parameterManifestKey(run, name);
    const files = value as unknown as readonly FileValue[]; // `RunOptions.args` promises it
    const committed = await committer.commit(key, filesStage(files));
    if (!committed.ok) {
      return failedAt({ id: name }, "", committed.error);
    }
    params[name] = { ...datasetValue(key, committed.value) };
  }
  return ok(params);
}

function obeySignals(
  { drain, kill }: RunOptions,
  tasks: { drain(): void; kill(): void },
): () => void {
  const onDrain = (): void => tasks.drain();
  const onKill = (): void => tasks.kill();
  drain?.addEventListener("abort", onDrain, { once: true });
  kill?.addEventListener("abort", onKill, { once: true });
  if (drain?.aborted) {
    onDrain();
  }
  if (kill?.aborted) {
    onKill();
  }
  return () => {
    drain?.removeEventListener("abort", onDrain);
    kill?.removeEventListener("abort", onKill);
  };
}
