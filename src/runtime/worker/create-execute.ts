import { ok } from "../../shared/result.ts";
import { concealing } from "../driver/conceal.ts";
import { type CallWatch, createCallWatch } from "../executor/call-watch.ts";
import type { LogLevel } from "../executor/environment.ts";
import { executeTask } from "../executor/execute-task.ts";
import { createForeignHost } from "../foreign/foreign-host.ts";
import { createFunctionLoader } from "./load-function.ts";
import type { WorkerSettings } from "./protocol.ts";
import type { Execute } from "./serve-tasks.ts";
import { createTaskEnvironment } from "./task-environment.ts";

/** The task executor on this machine, for a worker process or for a run in this one. */
export function createExecute(
  { plan, root, storeRoot, secrets }: WorkerSettings,
  log: (level: LogLevel, message: string) => void,
  watch: CallWatch = createCallWatch(),
): Execute {
  const foreign = createForeignHost();
  const loadFunction = createFunctionLoader(root, foreign);
  const { signal } = new AbortController();
  const conceal = concealing(secrets);
  return async (task) => {
    using machine = createTaskEnvironment(task, {
      storeRoot,
      loadFunction,
      log,
      signal,
      watch,
      conceal,
    });
    const output = await executeTask(plan, task, machine.environment);
    const startMs = await foreign.settle();
    if (!output.ok) {
      return output;
    }
    const metrics = { ...output.value.metrics, startMs };
    const counters = Object.fromEntries(machine.counters);
    return ok({
      ...output.value,
      metrics: machine.counters.size === 0 ? metrics : { ...metrics, counters },
    });
  };
}
