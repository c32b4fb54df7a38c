import { err } from "../../shared/result.ts";
import { failureOf } from "../task-error.ts";
import type { Execute } from "../worker/serve-tasks.ts";
import type { TaskInvoker } from "./invoker.ts";

/**
 * Runs tasks in this process, one at a time: for tests and for steps too small for a worker. Limits are not held, and a
 * function that prints, exits or fills memory does so to the whole run.
 */
export function createInProcessInvoker(execute: Execute): TaskInvoker {
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: "in-process",
    slots: 1,
    invoke(task, _limits, signal) {
      const outcome = last.then(() =>
        signal.aborted ? err(failureOf("cancelled", "cancelled")) : execute(task),
      );
      last = outcome;
      return outcome;
    },
    async close() {
      await last;
    },
  };
}
