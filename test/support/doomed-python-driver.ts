/** A driver with a worker whose function, named by the argument, never ends: prints what that prints, and waits to be killed. */
import { createWorkerPool } from "../../src/runtime/worker/pool.ts";
import { callingPython } from "./python-plan.ts";

const [name = "", storeRoot = ""] = process.argv.slice(2);
const pool = createWorkerPool({
  entry: new URL("../../src/runtime/worker/worker-main.ts", import.meta.url),
  settings: { plan: callingPython(name), root: "/", storeRoot, secrets: [] },
  workers: 1,
  memory: 256 * 1024 * 1024,
  printed: (_task, _stream, text) => void process.stdout.write(`${text}\n`),
});
await pool.invoke(
  { run: "r", node: "n", at: "", work: { kind: "call" }, attempt: 1, scope: {} },
  { timeoutMs: null, memory: null },
  new AbortController().signal,
);
