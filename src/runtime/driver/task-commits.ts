/**
 * Commits what the tasks of one stage made, and together what was made at about the same time: an object each would take
 * longer than many a task. Nothing waits where nothing else is to be expected.
 */
import { invariant } from "../../shared/invariant.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Clock } from "../clock.ts";
import type { Failure } from "../failure.ts";
import { batchManifestKey, taskManifestKey, taskName } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskOutput } from "../task.ts";
import { commitOnce } from "./committer.ts";

export interface TaskCommits {
  /**
   * The outputs that stand committed, whoever made them, in the order of `made`. `last`: no other task of the stage is
   * under way.
   */
  commit(made: readonly MadeTask[], last: boolean): Promise<readonly Result<TaskOutput, Failure>[]>;
}

export interface MadeTask {
  readonly task: Task;
  readonly output: TaskOutput;
}

/** What stands under `taskManifestKey`. */
export interface TaskManifest extends TaskOutput {
  readonly schema: 1;
  readonly attempt: number;
}

/** What stands under `batchManifestKey`. */
export interface BatchManifest {
  readonly schema: 1;
  readonly tasks: readonly CommittedTask[];
}

export interface CommittedTask extends TaskOutput {
  /** Its name. */
  readonly task: string;
  readonly attempt: number;
}

/** Tasks in one object, unless more were sent together. */
const TOGETHER = 1_024;

/** Milliseconds between the beginnings of two commits, at least. */
const GATHERING_MS = 10;

interface Waiting {
  readonly made: readonly MadeTask[];
  readonly last: boolean;
  readonly resolve: (committed: readonly Result<TaskOutput, Failure>[]) => void;
  readonly reject: (bug: unknown) => void;
}

export function createTaskCommits(store: ObjectStore, clock: Clock): TaskCommits {
  const waiting: Waiting[] = [];
  let busy = false;
  let began = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | undefined;

  const work = async (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    busy = true;
    began = clock.now();
    const some = next(waiting);
    const made = some.flatMap((each) => each.made);
    try {
      const committed = await commitTogether(store, made);
      let from = 0;
      for (const each of some) {
        each.resolve(committed.slice(from, from + each.made.length));
        from += each.made.length;
      }
    } catch (bug) {
      for (const each of some) {
        each.reject(bug);
      }
    }
    busy = false;
    begin();
  };

  /** At once, or as soon as it is time. */
  const begin = (): void => {
    if (busy || waiting.length === 0) {
      return;
    }
    const left = waiting.some(({ last }) => last) ? 0 : began + GATHERING_MS - clock.now();
    if (left > 0 && left <= GATHERING_MS) {
      cancelTimer ??= clock.after(left, () => void work());
    } else {
      void work();
    }
  };

  return {
    commit: (made, last) =>
      new Promise((resolve, reject) => {
        waiting.push({ made, last, resolve, reject });
        begin();
      }),
  };
}

function next(waiting: Waiting[]): readonly Waiting[] {
  let tasks = 0;
  const count = waiting.findIndex(({ made }) => {
    tasks += made.length;
    return tasks > TOGETHER;
  });
  return waiting.splice(0, count === -1 ? waiting.length : Math.max(1, count));
}

async function commitTogether(
  store: ObjectStore,
  made: readonly MadeTask[],
): Promise<readonly Result<TaskOutput, Failure>[]> {
  const [first] = made;
  if (first === undefined) {
    return [];
  }
  if (made.length === 1) {
    const { task, output } = first;
    const manifest: TaskManifest = { schema: 1, attempt: task.attempt, ...output };
    const committed = await commitOnce(store, taskManifestKey(task), manifest);
    return [committed.ok ? ok(committed.value.object) : err(asRetryable(committed.error))];
  }
  const { run, node, at, work } = first.task;
  const tasks = made.map(({ task, output }) => ({
    task: taskName(task.work),
    attempt: task.attempt,
    ...output,
  }));
  const manifest: BatchManifest = { schema: 1, tasks };
  const committed = await commitOnce(store, batchManifestKey(run, node, at, work), manifest);
  if (!committed.ok) {
    return made.map(() => err(asRetryable(committed.error)));
  }
  const { object } = committed.value;
  return object === manifest ? made.map(({ output }) => ok(output)) : standing(store, object, made);
}

/** An object of this name stands there already; what it does not have is committed by itself. */
function standing(
  store: ObjectStore,
  { tasks }: BatchManifest,
  made: readonly MadeTask[],
): Promise<readonly Result<TaskOutput, Failure>[]> {
  const outputs = new Map(tasks.map((committed) => [committed.task, committed]));
  return Promise.all(
    made.map(async (each): Promise<Result<TaskOutput, Failure>> => {
      const output = outputs.get(taskName(each.task.work));
      if (output !== undefined) {
        return ok(output);
      }
      const [committed] = await commitTogether(store, [each]);
      invariant(committed !== undefined, "what is committed alone has an outcome");
      return committed;
    }),
  );
}

function asRetryable(failure: Failure): Failure {
  return { ...failure, retryable: true };
}
