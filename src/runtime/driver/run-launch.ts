/** Has the tasks of one launch done, and commits what they made. */
import { cpuOf } from "../../control/policy.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Result } from "../../shared/result.ts";
import type { CoreCommand } from "../core/events.ts";
import type { Failure } from "../failure.ts";
import type { BatchOutcome, TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import type { Task, TaskOutput } from "../task.ts";
import type { OpenStage } from "./open-stage.ts";

export type Start = Extract<CoreCommand, { kind: "start" }>;

export interface Launch {
  readonly start: Start;
  readonly stage: OpenStage;
  /** Its attempts, in the order of their tasks. */
  readonly tasks: readonly [Task, ...Task[]];
  readonly abort: AbortController;
  /** Tasks whose result it gave to the stage. */
  readonly kept: Set<number>;
}

export function launchOf(run: string, stage: OpenStage, start: Start): Launch {
  const { first, count, attempt } = start;
  const [task, ...rest] = Array.from({ length: count }, (_, i) =>
    attemptOf(run, stage, first + i, attempt),
  );
  invariant(task !== undefined, "a launch has tasks");
  return { start, stage, tasks: [task, ...rest], abort: new AbortController(), kept: new Set() };
}

function attemptOf(
  run: string,
  { request, suspicions }: OpenStage,
  index: number,
  attempt: number,
): Task {
  const suspicion = suspicions.get(index);
  return {
    run,
    node: request.node.id,
    at: request.at,
    work: request.work.at(index),
    attempt,
    scope: request.scope,
    ...(suspicion === undefined ? {} : { care: { poison: suspicion.poison } }),
  };
}

/** `freed` is called when the worker is done, where there is something to commit. */
export async function runLaunch(
  launch: Launch,
  invoker: TaskInvoker,
  freed: () => void,
): Promise<readonly BatchOutcome[]> {
  const { stage, start, tasks } = launch;
  stage.underWay += 1;
  const outcomes = await invoke(launch, invoker);
  stage.underWay -= 1;
  const made = outcomes.flatMap((outcome, i) => {
    const task = tasks[i];
    return outcome?.ok === true && task !== undefined ? [{ task, output: outcome.value }] : [];
  });
  if (made.length === 0) {
    return outcomes;
  }
  freed();
  const [only] = made;
  if (tasks.length === 1 && only !== undefined) {
    return [await commitAlone(stage, start.first, only.task, only.output)];
  }
  const committed = (await stage.commits.commit(made, stage.underWay === 0)).values();
  return outcomes.map((outcome) => (outcome?.ok === true ? committed.next().value : outcome));
}

async function invoke(
  { stage, start, tasks, abort }: Launch,
  invoker: TaskInvoker,
): Promise<readonly BatchOutcome[]> {
  const { memory, timeoutMs } = start;
  const limits: TaskLimits = { memory, timeoutMs, cpu: cpuOf(stage.request.node) };
  const [task, ...rest] = tasks;
  if (rest.length === 0) {
    const eachCall = task.care !== undefined && stage.leftOut.tolerates;
    return [await invoker.invoke(task, { ...limits, eachCall }, abort.signal)];
  }
  invariant(invoker.invokeBatch !== undefined, `${invoker.name} takes batches`);
  const { work, care: _, ...shared } = task;
  const works = [work, ...rest.map((each) => each.work)] as const;
  return invoker.invokeBatch({ ...shared, works }, limits, abort.signal);
}

/** A task that has a copy is committed once: whoever comes later has the result of who was first. */
async function commitAlone(
  { commits, committing, underWay }: OpenStage,
  index: number,
  task: Task,
  output: TaskOutput,
): Promise<Result<TaskOutput, Failure>> {
  const earlier = await committing.get(index);
  if (earlier?.ok) {
    return earlier;
  }
  const committed = commits.commit([{ task, output }], underWay === 0).then(([outcome]) => {
    invariant(outcome !== undefined, "what is committed has an outcome");
    return outcome;
  });
  committing.set(index, committed);
  return committed;
}
