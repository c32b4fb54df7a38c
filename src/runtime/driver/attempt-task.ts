import { invariant } from "../../shared/invariant.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { BatchOutcome, TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import { batchManifestKey, taskManifestKey, taskName } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskBatch, TaskOutput } from "../task.ts";
import { commitOnce } from "./committer.ts";

export interface AttemptAdapters {
  readonly invoker: TaskInvoker;
  readonly store: ObjectStore;
}

/** One attempt, committed where it succeeded. The output is the one that stands committed, whoever made it. */
export async function attemptTask(
  task: Task,
  limits: TaskLimits,
  signal: AbortSignal,
  { invoker, store }: AttemptAdapters,
): Promise<Result<TaskOutput, Failure>> {
  const output = await invoker.invoke(task, limits, signal);
  if (!output.ok) {
    return output;
  }
  const committed = await commitOnce(store, taskManifestKey(task), {
    schema: 1,
    attempt: task.attempt,
    ...output.value,
  });
  return committed.ok ? ok(committed.value.object) : err(asRetryable(committed.error));
}

/** What stands under `batchManifestKey`. */
export interface BatchManifest {
  readonly schema: 1;
  readonly attempt: number;
  readonly tasks: readonly ({ readonly task: string } & TaskOutput)[];
}

/** As `attemptTask`, for a batch: those of its tasks that succeeded are committed together. */
export async function attemptBatch(
  batch: TaskBatch,
  limits: TaskLimits,
  signal: AbortSignal,
  { invoker, store }: AttemptAdapters,
): Promise<readonly BatchOutcome[]> {
  invariant(invoker.invokeBatch !== undefined, `${invoker.name} takes batches`);
  const { run, node, at, works, attempt } = batch;
  const outcomes = await invoker.invokeBatch(batch, limits, signal);
  const tasks = works.flatMap((work, index) => {
    const outcome = outcomes[index];
    return outcome?.ok === true ? [{ task: taskName(work), ...outcome.value }] : [];
  });
  if (tasks.length === 0) {
    return outcomes;
  }
  const manifest: BatchManifest = { schema: 1, attempt, tasks };
  const key = batchManifestKey(run, node, at, works[0]);
  const committed = await commitOnce(store, key, manifest);
  if (!committed.ok) {
    const failed = err(asRetryable(committed.error));
    return outcomes.map((outcome) => (outcome?.ok === true ? failed : outcome));
  }
  const { object } = committed.value;
  if (object === manifest) {
    return outcomes;
  }
  const standing = new Map(object.tasks.map(({ task, ...output }) => [task, output]));
  return works.map((work, index) => {
    const output = standing.get(taskName(work));
    return output === undefined ? failedOnly(outcomes[index]) : ok(output);
  });
}

/** What succeeded and is not in the manifest that stands is not committed. */
const failedOnly = (outcome: BatchOutcome): BatchOutcome =>
  outcome?.ok === true ? undefined : outcome;

function asRetryable(failure: Failure): Failure {
  return { ...failure, retryable: true };
}
