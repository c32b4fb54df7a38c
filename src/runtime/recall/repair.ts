/**
 * What is lost is made again: a reader that finds an object missing or unsound waits while the task that made it is done
 * once more, as the same attempt, so that the same bytes come back under the same key. Tasks are pure, so they do; where
 * they do not, the function is to blame, and the run fails rather than mix the old with the new.
 */

import { functionsOfNode } from "../../compiler/ir/functions-of.ts";
import type { Plan } from "../../compiler/ir/plan.ts";
import { cpuOf, policyOf } from "../../control/policy.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { err, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { BatchOutcome, TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Task, TaskBatch, TaskOutput, TaskResult } from "../task.ts";
import { failureOf } from "../task-error.ts";
import { committedOutput } from "./committed-tasks.ts";
import { type ObjectPlace, objectPlace } from "./object-place.ts";
import type { Producer, Producers } from "./producers.ts";

export interface RepairAdapters {
  readonly plan: Plan;
  readonly store: ObjectStore;
  readonly producers: Producers;
  /** An object is whole again; `task` has made it. */
  readonly repaired: (object: string, task: Task) => void;
  /** What this attempt left behind is not to be used by other runs. */
  readonly distrusted: (producer: Producer) => void;
}

export interface Repair {
  invoke(task: Task, limits: TaskLimits, signal: AbortSignal): Promise<Result<TaskOutput, Failure>>;
  /** As the invoker's own; absent where that has none. */
  readonly invokeBatch: NonNullable<TaskInvoker["invokeBatch"]> | undefined;
  /** Undefined where the object is whole again. */
  mend(failure: Failure, signal: AbortSignal): Promise<Failure | undefined>;
}

export function createRepair(
  invoker: TaskInvoker,
  { plan, store, producers, repaired, distrusted }: RepairAdapters,
): Repair {
  /** By the attempt whose objects they bring back: its other readers wait for the same one. */
  const underWay = new Map<string, Promise<Failure | undefined>>();

  const repairingInvoke: Repair["invoke"] = async (task, limits, signal) => {
    const mended = new Set<string>();
    for (;;) {
      const outcome = await invoker.invoke(task, limits, signal);
      const object = outcome.ok ? undefined : outcome.error.object;
      if (outcome.ok || object === undefined || signal.aborted) {
        return outcome;
      }
      const failure = mended.has(object) ? await unlike(object) : await mend(outcome.error, signal);
      if (failure !== undefined) {
        return err(failure);
      }
      mended.add(object);
    }
  };

  /** Those that find something lost are done again one by one. */
  const repairingBatch: Repair["invokeBatch"] =
    invoker.invokeBatch &&
    (async (batch, limits, signal) => {
      const outcomes = (await invoker.invokeBatch?.(batch, limits, signal)) ?? [];
      const mended: BatchOutcome[] = [];
      for (const [index, outcome] of outcomes.entries()) {
        const lost = outcome?.ok === false && outcome.error.object !== undefined;
        const task = lost && !signal.aborted ? taskOf(batch, index) : undefined;
        mended.push(task === undefined ? outcome : await repairingInvoke(task, limits, signal));
      }
      return mended;
    });

  const mend: Repair["mend"] = async (failure, signal) => {
    const { object } = failure;
    const place = object === undefined ? undefined : objectPlace(object);
    if (object === undefined || place === undefined) {
      return failure;
    }
    const attempt = `${place.taskPrefix}a${place.attempt}`;
    for (let known = underWay.get(attempt); known !== undefined; known = underWay.get(attempt)) {
      const outcome = await known;
      // Whoever began it may have been cancelled, which is no answer for the others.
      if (outcome?.kind !== "cancelled" || signal.aborted) {
        return outcome;
      }
    }
    const making = makeAgain(object, place, signal).finally(() => underWay.delete(attempt));
    underWay.set(attempt, making);
    return making;
  };

  const makeAgain = async (
    object: string,
    place: ObjectPlace,
    signal: AbortSignal,
  ): Promise<Failure | undefined> => {
    const producer = await producers.find(place);
    if (producer === undefined) {
      return failureOf(
        "store",
        `the object ${object} is lost, and what made it is not known any more`,
        { item: object },
      );
    }
    const { task, request } = producer;
    const { memory, timeoutMs } = policyOf(request.node);
    const limits = { memory: memory.max, timeoutMs, cpu: cpuOf(request.node) };
    const outcome = await repairingInvoke(task, limits, signal);
    if (!outcome.ok) {
      return { ...outcome.error, step: outcome.error.step ?? task.node };
    }
    const before = await committedResult(store, place);
    if (before !== undefined && !isSame(before, outcome.value.result)) {
      return notDeterministic(producer, object);
    }
    repaired(object, task);
    return undefined;
  };

  const unlike = async (object: string): Promise<Failure> => {
    const place = objectPlace(object);
    const producer = place === undefined ? undefined : await producers.find(place);
    return producer === undefined
      ? failureOf("store", `the object ${object} is damaged`, { item: object })
      : notDeterministic(producer, object);
  };

  const notDeterministic = (producer: Producer, object: string): Failure => {
    distrusted(producer);
    const { node } = producer.request;
    const names = functionsOfNode(node).map((name) => plan.functions[name]?.exportName ?? name);
    const who =
      names.length === 0 ? `\`${node.id}\`` : names.map((name) => `\`${name}\``).join(" or ");
    return failureOf(
      "store",
      `${object} was lost, and made again it is another one: ${who} does not give the same for the same input. \`flow run\` begins anew`,
      { item: object, step: node.id },
    );
  };

  return { invoke: repairingInvoke, invokeBatch: repairingBatch, mend };
}

function taskOf({ works, ...shared }: TaskBatch, index: number): Task | undefined {
  const work = works[index];
  return work === undefined ? undefined : { ...shared, work };
}

/** Undefined where it is not known: then its readers find out by the checksums they expect. */
async function committedResult(
  store: ObjectStore,
  { nodePrefix, task, attempt }: ObjectPlace,
): Promise<TaskResult | undefined> {
  const known = await committedOutput(store, nodePrefix, task);
  return known?.attempt === attempt ? known.result : undefined;
}

/** As JSON: one of them has been read from a manifest. */
function isSame(a: TaskResult, b: TaskResult): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json); // manifests are JSON
}
