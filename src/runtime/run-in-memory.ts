/** A run in this process that leaves nothing behind: for tests of workflows, where what counts is what it computes. */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan, PlanFunction } from "../compiler/ir/plan.ts";
import { ok } from "../shared/result.ts";
import { type RunOptions, type RunOutcome, runPlan } from "./driver/run-plan.ts";
import { createCallWatch } from "./executor/call-watch.ts";
import type { FlowFunction, LogLevel } from "./executor/environment.ts";
import { executeTask } from "./executor/execute-task.ts";
import { createInProcessInvoker } from "./invoker/in-process.ts";
import { attemptPrefix } from "./keys.ts";
import { plainValue } from "./output/plain-value.ts";
import type { Reporter } from "./run-event.ts";
import { createMemoryStore } from "./store/memory.ts";
import { createMemoryTaskStore } from "./store/memory-task-store.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { createFunctionLoader } from "./worker/load-function.ts";
import type { Execute } from "./worker/serve-tasks.ts";

export interface MemoryRunOptions extends RunOptions {
  /** In place of the functions that the Plan declares, by the names that it has for them. */
  readonly stubs: Readonly<Record<string, FlowFunction>>;
  /** Absolute; a folder for files that functions make, and for objects whose path is asked for. The caller's to delete. */
  readonly folder: string;
  readonly log: (level: LogLevel, message: string) => void;
  readonly reporters: readonly Reporter[];
}

export interface MemoryRun {
  readonly outcome: RunOutcome;
  /** Of a run that is done, as `plainValue` makes it; undefined of any other. */
  readonly result: unknown;
}

/** 2000-01-01, for every run. */
const START = Date.UTC(2000, 0, 1);

/**
 * Tasks run one after the other, in an order that follows from the plan, the arguments and the seed. Time is virtual:
 * no backoff is waited for. Limits of memory and time are not held.
 */
export async function runInMemory(plan: Plan, options: MemoryRunOptions): Promise<MemoryRun> {
  const memory = createMemoryStore();
  const root = join(options.folder, "objects");
  const storeAt = (prefix: string) => createMemoryTaskStore(memory, { root, prefix });
  const outcome = await runPlan(plan, options, {
    store: memory,
    clock: createVirtualClock(START),
    reporters: options.reporters,
    invoker: async () => createInProcessInvoker(createExecute(plan, options, storeAt)),
  });
  if (outcome.kind !== "done") {
    return { outcome, result: undefined };
  }
  const store = storeAt("result/");
  try {
    return { outcome, result: plainValue(store, root, outcome.result, plan.result) };
  } finally {
    store.close();
  }
}

function createExecute(
  plan: Plan,
  options: MemoryRunOptions,
  storeAt: (prefix: string) => ReturnType<typeof createMemoryTaskStore>,
): Execute {
  const load = createFunctionLoader(options.root);
  const stubs = new Map<PlanFunction | undefined, FlowFunction>(
    Object.entries(options.stubs).map(([name, stub]) => [plan.functions[name], stub]),
  );
  const { signal } = new AbortController();
  return async (task) => {
    const store = storeAt(attemptPrefix(task));
    const counters = new Map<string, number>();
    let temporaryDirectory: string | undefined;
    try {
      const output = await executeTask(plan, task, {
        store,
        localPath: store.localPath,
        loadFunction: async (declared) => stubs.get(declared) ?? load(declared),
        get temporaryDirectory() {
          if (temporaryDirectory === undefined) {
            temporaryDirectory = join(options.folder, "attempts", randomUUID());
            mkdirSync(temporaryDirectory, { recursive: true });
          }
          return temporaryDirectory;
        },
        now: () => performance.now(),
        signal,
        watch: createCallWatch(),
        log: options.log,
        count: (name, by) => counters.set(name, (counters.get(name) ?? 0) + by),
      });
      if (!output.ok) {
        return output;
      }
      const metrics = { ...output.value.metrics, counters: Object.fromEntries(counters) };
      return ok({ ...output.value, metrics });
    } finally {
      store.close();
    }
  };
}
