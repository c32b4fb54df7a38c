/** One run of a Plan: walks it, and says how it ended. */
import { dirname, resolve } from "node:path";
import type { Plan } from "../../compiler/ir/plan.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import { datasetValue, filesStage } from "../../control/dataset.ts";
import { EXCHANGE_LIMITS, type ExchangeLimits } from "../../control/regroup.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { mulberry32 } from "../../shared/mulberry32.ts";
import { ok } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { OnFailure } from "../core/events.ts";
import type { TaskInvoker } from "../invoker/invoker.ts";
import { parameterManifestKey } from "../keys.ts";
import { createStepTotals, type StepTotals } from "../report/step-totals.ts";
import type { Reporter } from "../run-event.ts";
import type { RunFailure } from "../run-failure.ts";
import { runId } from "../run-id.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { createCancellation } from "./cancellation.ts";
import { createCommitter } from "./committer.ts";
import { createConcealer } from "./conceal.ts";
import { createTaskRunner } from "./create-task-runner.ts";
import { failedAt, type Outcome } from "./outcome.ts";
import { runFailure } from "./places.ts";
import { createPriorities } from "./priorities.ts";
import { walkRegion } from "./walk.ts";

export interface RunOptions {
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
}

export type RunOutcome = {
  readonly run: string;
  readonly elapsedMs: number;
  /** In the order in which steps started. */
  readonly steps: readonly StepTotals[];
} & (
  | { readonly kind: "done"; readonly result: Json }
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
  const run = runId(plan.workflow, started, mulberry32(options.seed));
  const totals = createStepTotals();
  const concealer = createConcealer(options.secrets ?? []);
  const report = concealer.reporter((event) => {
    for (const reporter of [totals.report, ...adapters.reporters]) {
      reporter(event);
    }
  });
  const invoker = concealer.invoker(await adapters.invoker(run, report));
  const { seed, onFailure = "drain", speculation = true } = options;
  const priorities = createPriorities(plan);
  const tasks = createTaskRunner(
    { run, seed, onFailure, speculation },
    { invoker, store, clock, report, measured: priorities.measured },
  );
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
    const params = await bindArguments(plan, run, options.args, committer);
    const outcome = params.ok
      ? await walkRegion(
          {
            plan,
            run,
            priorities,
            onFailure,
            tasks,
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
    const finished = interrupted ? cancelledRun : finish(plan, outcome);
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
  | { readonly kind: "done"; readonly result: Json }
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
