import { ok } from "../../shared/result.ts";
import type { LogLevel } from "../executor/environment.ts";
import { executeTask } from "../executor/execute-task.ts";
import { createFunctionLoader } from "./load-function.ts";
import type { WorkerSettings } from "./protocol.ts";
import type { Execute } from "./serve-tasks.ts";
import { createTaskEnvironment } from "./task-environment.ts";

/** The task executor on this machine, for a worker process or for a run in this one. */
export function createExecute(
  { plan, root, storeRoot }: WorkerSettings,
  log: (level: LogLevel, message: string) => void,
): Execute {
  const loadFunction = createFunctionLoader(root);
  const { signal } = new AbortController();
  return async (task) => {
    using machine = createTaskEnvironment(task, { storeRoot, loadFunction, log, signal });
    const output = await executeTask(plan, task, machine.environment);
    if (!output.ok || machine.counters.size === 0) {
      return output;
    }
    const counters = Object.fromEntries(machine.counters);
    return ok({ ...output.value, metrics: { ...output.value.metrics, counters } });
  };
}
