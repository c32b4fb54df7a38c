import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Failure } from "../../../src/runtime/failure.ts";
import type { TaskLimits } from "../../../src/runtime/invoker/invoker.ts";
import type { Task, TaskOutput } from "../../../src/runtime/task.ts";
import type { Cgroups } from "../../../src/runtime/worker/cgroups.ts";
import { createWorkerPool } from "../../../src/runtime/worker/pool.ts";
import type { Result } from "../../../src/shared/result.ts";
import { isAlive } from "../../support/is-alive.ts";
import { hasPython } from "../../support/python.ts";
import { callingPython } from "../../support/python-plan.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const MB = 1024 * 1024;
function createTestPool(name: string, cgroups?: Cgroups) {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const notes: string[] = [];
  const heard: (() => void)[] = [];
  const pool = createWorkerPool({
    entry: new URL("../../../src/runtime/worker/worker-main.ts", import.meta.url),
    settings: { plan: callingPython(name), root: "/", storeRoot: folder.path, secrets: [] },
    workers: 1,
    memory: 256 * MB,
    printed: (_task, stream, text) => {
      lines.push(`${stream}: ${text}`);
      for (const tell of heard.splice(0)) {
        tell();
      }
    },
    note: (text) => notes.push(text),
    ...(cgroups !== undefined && { cgroups }),
  });
  return {
    lines,
    notes,
    /** Resolves when something is printed. */
    printed: () => new Promise<void>((resolve) => heard.push(resolve)),
    invoke: (
      limits: Partial<TaskLimits> = {},
      signal = new AbortController().signal,
    ): Promise<Result<TaskOutput, Failure>> => {
      const task: Task = {
        run: "r",
        node: "n",
        at: "",
        work: { kind: "call" },
        attempt: 1,
        scope: {},
      };
      return pool.invoke(task, { timeoutMs: null, memory: 256 * MB, ...limits }, signal);
    },
    pool,
    async [Symbol.asyncDispose]() {
      await pool.close();
      folder[Symbol.dispose]();
    },
  };
}

const pidIn = (lines: readonly string[]): number =>
  Number(lines.map((line) => /pid (\d+)/.exec(line)?.[1]).find((pid) => pid !== undefined));

const python = it.skipIf(!hasPython);

python("keeps the process of a function warm, and counts its start and its memory", async () => {
  await using test = createTestPool("grows");
  const first = await test.invoke();
  const second = await test.invoke();
  expect(first).toMatchObject({ ok: true, value: { result: { value: 21 } } });
  expect(second).toMatchObject({ ok: true, value: { metrics: { startMs: 0 } } });
  expect(first.ok && first.value.metrics.startMs).toBeGreaterThan(0);
  expect(second.ok && second.value.metrics.peakMemory).toBeGreaterThan(130 * MB);
});

python("takes what Python prints for lines of the task", async () => {
  await using test = createTestPool("prints");
  expect(await test.invoke()).toMatchObject({ ok: true, value: { metrics: { printed: 2 } } });
  expect(test.lines.toSorted()).toEqual(["stderr: and complained", "stdout: printed in Python"]);
});

python.each([
  ["throws", { kind: "function", code: "LookupError", message: "no such luck" }],
  ["leaves", { kind: "crash", message: "the process of `leaves` ended with exit code 5" }],
  ["missing", { kind: "input", message: expect.stringContaining("has no function `missing`") }],
])("says why a task failed whose function %s", async (name, failure) => {
  await using test = createTestPool(name);
  expect(await test.invoke()).toMatchObject({ ok: false, error: failure });
});

python("holds the memory of a function to the limit of its task", async () => {
  await using test = createTestPool("hoards");
  expect(await test.invoke()).toMatchObject({
    ok: false,
    error: { kind: "out-of-memory", message: expect.stringContaining("256 MB") },
  });
});

python.each(["loops", "escapes"])("leaves nothing of a function behind that %s", async (name) => {
  await using test = createTestPool(name);
  const printed = test.printed();
  const result = test.invoke({ timeoutMs: 2_000 });
  await printed;
  const pid = pidIn(test.lines);
  expect(isAlive(pid)).toBe(true);
  expect(await result).toMatchObject({ ok: false, error: { kind: "timeout", code: "Timeout" } });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

python("ends the process of a function with a run that is cancelled", async () => {
  await using test = createTestPool("loops");
  const abort = new AbortController();
  const printed = test.printed();
  const result = test.invoke({}, abort.signal);
  await printed;
  abort.abort();
  expect(await result).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  await expect.poll(() => isAlive(pidIn(test.lines))).toBe(false);
});

python.each(["loops", "escapes"])(
  "leaves nothing behind of a driver that is killed, whose function %s",
  async (name) => {
    using folder = temporaryFolder();
    const program = fileURLToPath(
      new URL("../../support/doomed-python-driver.ts", import.meta.url),
    );
    const driver = spawn(process.execPath, [program, name, folder.path]);
    const [printed] = await once(driver.stdout, "data");
    const pid = pidIn([String(printed)]);
    expect(isAlive(pid)).toBe(true);

    driver.kill("SIGKILL");
    await expect.poll(() => isAlive(pid)).toBe(false);
  },
);

python("says once that a share of CPU is not held", async () => {
  const cgroups: Cgroups = { cpuProblem: "no groups", create: () => undefined, close: () => {} };
  await using test = createTestPool("double", cgroups);
  await test.invoke({ cpu: 0.5 });
  await test.invoke({ cpu: 0.5 });
  expect(test.lines).toEqual([]);
  expect(test.notes).toEqual(["cpu 0.5 is not enforced here: no groups"]);
});

python("gives a worker with a share of CPU its group", async () => {
  const seen: string[] = [];
  const cgroups: Cgroups = {
    cpuProblem: null,
    create: ({ cpu }) => ({
      add: () => void seen.push(`add to ${cpu}`),
      ranOutOfMemory: () => false,
      remove: () => void seen.push(`remove ${cpu}`),
    }),
    close: () => {},
  };
  await using test = createTestPool("double", cgroups);
  await test.invoke({ cpu: 0.5 });
  await test.invoke({ cpu: 0.5 });
  await test.invoke({ cpu: 2 });
  await test.pool.close();
  expect(seen.toSorted()).toEqual(["add to 0.5", "add to 2", "remove 0.5", "remove 2"]);
});
