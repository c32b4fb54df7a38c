import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import { taskManifestKey } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskOutput } from "../task.ts";
import { commitOnce } from "./committer.ts";

/** One attempt, committed where it succeeded. The output is the one that stands committed, whoever made it. */
export async function attemptTask(
  task: Task,
  limits: TaskLimits,
  signal: AbortSignal,
  adapters: { readonly invoker: TaskInvoker; readonly store: ObjectStore },
): Promise<Result<TaskOutput, Failure>> {
  const output = await adapters.invoker.invoke(task, limits, signal);
  if (!output.ok) {
    return output;
  }
  const committed = await commitOnce(adapters.store, taskManifestKey(task), {
    schema: 1,
    attempt: task.attempt,
    ...output.value,
  });
  return committed.ok ? ok(committed.value.object) : err({ ...committed.error, retryable: true });
}
