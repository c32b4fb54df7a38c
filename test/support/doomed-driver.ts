/** A driver with a worker that is stuck in a loop: prints the worker's process id and waits to be killed. */

import type { Task } from "../../src/runtime/task.ts";
import { createWorkerPool } from "../../src/runtime/worker/pool.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { plan, ref, region } from "./plan-nodes.ts";

const pool = createWorkerPool({
  entry: new URL("./odd-worker.ts", import.meta.url),
  settings: { plan: plan(region([], ref("x"))), root: "/", storeRoot: "/", secrets: [] },
  workers: 1,
  memory: 256 * 1024 * 1024,
  printed: () => {},
});
const invoke = (scope: JsonObject) => {
  const task: Task = { run: "r", node: "n", at: "", work: { kind: "call" }, attempt: 1, scope };
  return pool.invoke(task, { timeoutMs: null, memory: null }, new AbortController().signal);
};

const pid = await invoke({ pid: null });
process.stdout.write(`${JSON.stringify(pid)}\n`);
await invoke({ forever: null });
