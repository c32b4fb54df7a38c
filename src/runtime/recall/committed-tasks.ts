/** Tasks of a stage that an earlier driver of the run has committed: their manifests are the truth. */
import type { StageRequest } from "../driver/task-runner.ts";
import { nodePrefix, taskName } from "../keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson } from "../store/sealed-json.ts";
import type { TaskOutput } from "../task.ts";
import { restoreOutput } from "./restore-output.ts";

/** Stages of fewer tasks are asked for task by task. */
const FEW = 8;
/** Manifests read at once. */
const AT_ONCE = 64;

/** By task. What cannot be read, or is damaged, is not committed: its task makes it anew. */
export async function committedTasks(
  store: ObjectStore,
  run: string,
  { node, at, work }: StageRequest,
): Promise<ReadonlyMap<number, TaskOutput>> {
  const prefix = nodePrefix(run, node.id, at);
  const listed = work.count > FEW ? await store.list(prefix) : undefined;
  const there = listed?.ok === true ? new Set(listed.value) : undefined;
  const outputs = new Map<number, TaskOutput>();
  const indices = Array.from({ length: work.count }, (_, index) => index).values();

  const lane = async (): Promise<void> => {
    for (const index of indices) {
      const task = work.at(index);
      const key = `${prefix}${taskName(task)}/manifest.json`;
      if (there !== undefined && !there.has(key)) {
        continue;
      }
      const bytes = await store.get(key);
      const manifest = bytes.ok ? openJson(bytes.value) : undefined;
      const output =
        manifest === undefined
          ? undefined
          : restoreOutput(node, task, manifest as unknown as TaskOutput); // only commits write there
      if (output !== undefined) {
        outputs.set(index, output);
      }
    }
  };

  await Promise.all(Array.from({ length: Math.min(work.count, AT_ONCE) }, lane));
  return outputs;
}
