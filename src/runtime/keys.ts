/**
 * Where things stand in the store. Keys follow from the plan and the task alone, so that every driver, a retry and a
 * resumed run look in the same place: `runs/<run>/<node path>/@<index path>/<task>/`. No part of a node path starts with
 * `@`, which keeps nodes of nested regions and the tasks of the node they stand in apart.
 */
import type { NodeId } from "../compiler/ir/plan.ts";
import { assertNever } from "../shared/assert-never.ts";
import type { Task, TaskWork } from "./task.ts";

/** Everything of a run. */
export function runPrefix(run: string): string {
  return `runs/${run}/`;
}

/** What a run was asked to do: written before anything else of it. */
export function charterKey(run: string): string {
  return `${runPrefix(run)}@run.json`;
}

/** Everything of one node in one iteration of the regions around it; `at` is `Task.at`. */
export function nodePrefix(run: string, node: NodeId, at: string): string {
  return `${runPrefix(run)}${node}/@${at}/`;
}

/** Everything of one task. Also its idempotency key: the same for every attempt, different for every other task. */
export function taskPrefix(task: Task): string {
  return `${nodePrefix(task.run, task.node, task.at)}${taskName(task.work)}/`;
}

/** Where an attempt writes its objects; no other attempt does, but one that makes the same objects anew. */
export function attemptPrefix(task: Task): string {
  return task.prefix ?? `${taskPrefix(task)}a${task.attempt}/`;
}

/** The write-once object whose presence means that the task is committed. */
export function taskManifestKey(task: Task): string {
  return `${taskPrefix(task)}manifest.json`;
}

/**
 * The write-once object that commits tasks of a batch, an entry for each that finished; `first` is the one that the batch
 * began with. Such a task has no manifest of its own, and its objects stand below its own prefix all the same.
 */
export function batchManifestKey(run: string, node: NodeId, at: string, first: TaskWork): string {
  return `${batchPrefix(nodePrefix(run, node, at))}${taskName(first)}.json`;
}

/** Of what batches of a node have committed; `prefix` is `nodePrefix(...)`. */
export const batchPrefix = (prefix: string): string => `${prefix}@batch/`;

/** `stream` names one of several output datasets; null where there is one. */
export function stageManifestKey(
  run: string,
  node: NodeId,
  at: string,
  stream: string | null,
): string {
  return `${nodePrefix(run, node, at)}${stream === null ? "stage" : `stage-${stream}`}.json`;
}

export function exchangeManifestKey(run: string, node: NodeId, at: string): string {
  return `${nodePrefix(run, node, at)}exchange.json`;
}

/** A decision of control: the arm of a `branch` or `try`, the end of a round. */
export function decisionKey(run: string, node: NodeId, at: string, decision: string): string {
  return `${nodePrefix(run, node, at)}${decision}.json`;
}

/** From what the tasks of a node were made; beside them, for whoever asks later. */
export function notesKey(run: string, node: NodeId, at: string, name: string): string {
  return `${nodePrefix(run, node, at)}@notes/${name}.json`;
}

/** The listing behind a `files` parameter, made once at the start of the run. */
export function parameterManifestKey(run: string, parameter: string): string {
  return `${runPrefix(run)}@parameters/${parameter}.json`;
}

/** What a task is called within its node; `1_3` is task 3 at level 1 of a fold or of input 1 of an exchange. */
export function taskName(work: TaskWork): string {
  switch (work.kind) {
    case "call":
    case "files":
    case "split":
      return "0";
    case "take":
      return "take";
    case "map":
      return String(work.index);
    case "produce":
      return `${work.input}_${work.index}`;
    case "regroup":
      return `regroup_${work.input}_${work.index}`;
    case "sample":
      return `sample_${work.input}_${work.index}`;
    case "fold":
      return `0_${work.index}`;
    case "merge":
      return `${work.level}_${work.index}`;
    default:
      return assertNever(work);
  }
}
