/** Tasks that an earlier driver of a run has committed: their manifests are the truth. */
import type { BatchManifest } from "../driver/task-commits.ts";
import type { StageRequest } from "../driver/task-runner.ts";
import { batchPrefix, nodePrefix, taskName } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import type { TaskOutput } from "../task.ts";
import { restoreOutput } from "./restore-output.ts";

/** Stages of fewer tasks are asked for task by task. */
const FEW = 8;
/** Manifests read at once. */
const AT_ONCE = 64;

interface CommittedOutput extends TaskOutput {
  readonly attempt: number;
}

/** By task. What cannot be read, or is damaged, is not committed: its task makes it anew. */
export async function committedTasks(
  store: ObjectStore,
  run: string,
  { node, at, work }: StageRequest,
): Promise<ReadonlyMap<number, TaskOutput>> {
  const prefix = nodePrefix(run, node.id, at);
  const batched = await batchedTasks(store, prefix);
  const listed = work.count - batched.size > FEW ? await store.list(prefix) : undefined;
  const there = listed?.ok === true ? new Set(listed.value) : undefined;
  const outputs = new Map<number, TaskOutput>();

  await inLanes(work.count, async (index) => {
    const task = work.at(index);
    const name = taskName(task);
    const key = `${prefix}${name}/manifest.json`;
    const found =
      batched.get(name) ??
      (there === undefined || there.has(key) ? await readOutput(store, key) : undefined);
    const output = found && restoreOutput(node, task, found);
    if (output !== undefined) {
      outputs.set(index, output);
    }
  });
  return outputs;
}

/** What a task has committed, by its prefix; undefined where it has not. */
export async function committedOutput(
  store: ObjectStore,
  prefix: string,
  task: string,
): Promise<CommittedOutput | undefined> {
  const batched = (await batchedTasks(store, prefix)).get(task);
  return batched ?? readOutput(store, `${prefix}${task}/manifest.json`);
}

async function readOutput(store: ObjectStore, key: string): Promise<CommittedOutput | undefined> {
  const bytes = await store.get(key);
  const manifest = bytes.ok ? openJson(bytes.value) : undefined;
  return manifest as unknown as CommittedOutput | undefined; // only commits of tasks write there
}

/** By name. */
async function batchedTasks(
  store: ObjectStore,
  prefix: string,
): Promise<ReadonlyMap<string, CommittedOutput>> {
  const listed = await store.list(batchPrefix(prefix));
  const keys = listed.ok ? listed.value : [];
  const tasks = new Map<string, CommittedOutput>();
  await inLanes(keys.length, async (index) => {
    const bytes = await store.get(keys[index] ?? "");
    const manifest = bytes.ok ? openJson(bytes.value) : undefined;
    if (manifest !== undefined) {
      const { tasks: committed } = manifest as unknown as BatchManifest; // only commits of batches write there
      for (const { task, ...output } of committed) {
        tasks.set(task, output);
      }
    }
  });
  return tasks;
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      await work(next++);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, AT_ONCE) }, lane));
}
