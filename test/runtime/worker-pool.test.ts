import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Failure } from "../../src/runtime/failure.ts";
import type { TaskLimits } from "../../src/runtime/invoker/invoker.ts";
import type { Task, TaskBatch, TaskOutput, TaskWork } from "../../src/runtime/task.ts";
import { createWorkerPool, type ErrorLeftBehind } from "../../src/runtime/worker/pool.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import type { Result } from "../../src/shared/result.ts";
import { isAlive } from "../support/is-alive.ts";
import { plan, ref, region } from "../support/plan-nodes.ts";

const MB = 1024 * 1024;

function createTestPool(workers = 1, entry = "../support/odd-worker.ts") {
  const lines: string[] = [];
  const leftBehind: ErrorLeftBehind[] = [];
  const waits: { node: string; item: string | null; forMs: number; endsInMs: number | null }[] = [];
  const pool = createWorkerPool({
    entry: new URL(entry, import.meta.url),
    settings: { plan: plan(region([], ref("x"))), root: "/", storeRoot: "/", secrets: [] },
    workers,
    memory: 256 * MB,
    printed: ({ node, work }, stream, text) =>
      lines.push(`${node}${work.kind === "map" ? ` ${work.index}` : ""} ${stream}: ${text}`),
    leftBehind: (error) => leftBehind.push(error),
    quietMs: 100,
    waiting: (task, item, forMs, endsInMs) =>
      waits.push({ node: task.node, item, forMs, endsInMs }),
  });
  const invoke = (
    scope: JsonObject,
    limits: Partial<TaskLimits> = {},
    signal = new AbortController().signal,
  ): Promise<Result<TaskOutput, Failure>> => {
    const task: Task = { run: "r", node: "n", at: "", work: { kind: "call" }, attempt: 1, scope };
    return pool.invoke(task, { timeoutMs: null, memory: 256 * MB, ...limits }, signal);
  };
  const resultOf = async (scope: JsonObject): Promise<unknown> => {
    const result = await invoke(scope);
    return result.ok && result.value.result.kind === "value" ? result.value.result.value : result;
  };
  return {
    pool,
    lines,
    leftBehind,
    waits,
    invoke,
    resultOf,
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

it("uses a worker again, and says what its start cost once", async () => {
  await using test = createTestPool();
  const first = await test.invoke({ count: null });
  const second = await test.invoke({ count: null });

  expect(first).toMatchObject({ ok: true, value: { result: { value: 0 } } });
  expect(second).toMatchObject({
    ok: true,
    value: { result: { value: 1 }, metrics: { startMs: 0 } },
  });
  expect(first.ok && first.value.metrics.startMs).toBeGreaterThan(0);
  expect(first.ok && first.value.metrics.peakMemory).toBeGreaterThan(10 * MB);
});

it("carries values that JSON has no words for", async () => {
  await using test = createTestPool();
  expect(await test.resultOf({ echo: [Number.NaN, Number.POSITIVE_INFINITY, "text"] })).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "text",
  ]);
});

it("passes on what a task prints, line by line, and counts it", async () => {
  await using test = createTestPool();
  const result = await test.invoke({ print: "hello" });

  expect(test.lines).toEqual(["n stdout: hello", "n stdout: second line", "n stderr: no newline"]);
  expect(result).toMatchObject({ ok: true, value: { metrics: { printed: 3 } } });
});

it.each([
  ["exits", { exit: 3 }, { kind: "crash", code: "Crash", message: /exit code 3/ }],
  ["exits as if all were well", { exit: 0 }, { kind: "crash", message: /exit code 0/ }],
  ["crashes", { signal: "SIGSEGV" }, { kind: "crash", message: /SIGSEGV/ }],
  [
    "is killed from outside",
    { signal: "SIGKILL" },
    { kind: "lost", code: "Crash", message: /SIGKILL/ },
  ],
  [
    "throws where nobody waits",
    { stray: null },
    { kind: "function", code: "TypeError", message: /timer/ },
  ],
  [
    "leaves a rejected promise behind",
    { floating: null },
    { kind: "function", code: "TypeError", leftBehind: true, message: /nobody waits/ },
  ],
  [
    "fills the heap",
    { heap: null },
    { kind: "out-of-memory", code: "OutOfMemory", message: /256 MB/ },
  ],
  ["fills memory past the heap", { buffers: null }, { kind: "out-of-memory", message: /256 MB/ }],
])("tells why a worker ended whose function %s, and replaces it", async (_, scope, failure) => {
  await using test = createTestPool();
  const { message, ...rest } = failure;

  expect(await test.invoke(scope)).toMatchObject({
    ok: false,
    error: { ...rest, message: expect.stringMatching(message), retryable: true },
  });
  expect(await test.resultOf({ count: null })).toBe(0);
});

it("holds what a task has left behind against no other task, and uses the worker no more", async () => {
  await using test = createTestPool();
  const pid = await test.resultOf({ trap: null });

  expect(await test.resultOf({ spring: null })).toBe(pid);
  expect(test.leftBehind).toMatchObject([
    {
      place: { step: "n", at: "", task: "0", attempt: 1 },
      certain: true,
      failure: {
        code: "TypeError",
        message: "thrown late",
        stack: expect.stringContaining("odd-worker"),
      },
    },
  ]);
  expect(await test.resultOf({ pid: null })).not.toBe(pid);
});

it("does a task over that an error of nobody knows whom met, at no charge", async () => {
  await using test = createTestPool();
  const pid = await test.resultOf({ pid: null });

  expect(await test.invoke({ springUntraced: null })).toMatchObject({
    ok: false,
    error: { kind: "lost", retryable: true },
  });
  expect(test.leftBehind).toMatchObject([
    { certain: false, function: null, failure: { message: "thrown by whoever" } },
  ]);
  expect(await test.resultOf({ pid: null })).not.toBe(pid);
});

it("charges a worker's first task with an error that is of nobody else", async () => {
  await using test = createTestPool();
  expect(await test.invoke({ springUntraced: null })).toMatchObject({
    ok: false,
    error: { kind: "function", leftBehind: true, message: "thrown by whoever" },
  });
  expect(test.leftBehind).toEqual([]);
});

it("kills a worker whose task takes too long, however busy it is", async () => {
  await using test = createTestPool();
  expect(await test.invoke({ forever: null }, { timeoutMs: 300 })).toMatchObject({
    ok: false,
    error: { kind: "timeout", code: "Timeout", message: "the function took longer than 300 ms" },
  });
});

it("ends a task that waits for what nothing can settle, without its timeout", async () => {
  await using test = createTestPool();
  expect(await test.invoke({ unsettled: null })).toMatchObject({
    ok: false,
    error: { kind: "function", code: "Unsettled", call: { step: "n", from: 3, count: 1 } },
  });
});

it.each(["sleep", "forever"])("tells once that a task has come to a halt: %s", async (deed) => {
  await using test = createTestPool();
  const abort = new AbortController();
  const result = test.invoke({ [deed]: null }, { timeoutMs: 600_000 }, abort.signal);
  await expect.poll(() => test.waits.length).toBe(1);
  abort.abort();
  await result;

  const [wait] = test.waits;
  expect(wait).toMatchObject({ node: "n", item: deed === "sleep" ? '"an element"' : null });
  expect(wait?.forMs).toBeGreaterThanOrEqual(100);
  expect((wait?.forMs ?? 0) + (wait?.endsInMs ?? 0)).toBeGreaterThan(590_000);
});

it("starts no process before there is a task", async () => {
  const children = () => process.getActiveResourcesInfo().filter((kind) => kind === "ProcessWrap");
  const before = children().length;
  await using test = createTestPool(2);
  expect(children()).toHaveLength(before);
  await test.invoke({ count: null });
  expect(children().length).toBeGreaterThan(before);
});

it("kills what a function has started together with it", async () => {
  await using test = createTestPool();
  const abort = new AbortController();
  const result = test.invoke({ grandchild: null }, {}, abort.signal);
  await expect.poll(() => test.lines.length).toBe(1);
  const pid = Number(test.lines[0]?.split(": ")[1]);
  expect(isAlive(pid)).toBe(true);

  abort.abort();
  expect(await result).toMatchObject({ ok: false, error: { kind: "cancelled" } });
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it("gives a task with another limit a worker of its own", async () => {
  await using test = createTestPool();
  const small = await test.resultOf({ pid: null });
  const large = await test.invoke({ pid: null }, { memory: 400 * MB });

  expect(large.ok).toBe(true);
  expect(large).not.toMatchObject({ value: { result: { value: small } } });
});

it("runs as many tasks at once as it has workers", async () => {
  await using test = createTestPool(2);
  const pids = await Promise.all([1, 2].map(() => test.resultOf({ pid: null })));
  expect(new Set(pids).size).toBe(2);
});

it("leaves no process behind when it is closed, and refuses tasks from then on", async () => {
  const test = createTestPool();
  const pid = Number(await test.resultOf({ pid: null }));
  await test.pool.close();

  expect(isAlive(pid)).toBe(false);
  expect(await test.invoke({ count: null })).toMatchObject({ error: { kind: "cancelled" } });
});

it("leaves no process behind when the driver is killed, not even one in a loop", async () => {
  const driver = spawn(process.execPath, [
    fileURLToPath(new URL("../support/doomed-driver.ts", import.meta.url)),
  ]);
  const [printed] = await once(driver.stdout, "data");
  const pid = Number(JSON.parse(String(printed)).value.result.value);
  expect(isAlive(pid)).toBe(true);

  driver.kill("SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it("says why no worker can be started", async () => {
  await using test = createTestPool(1, "../support/no-such-worker.ts");
  expect(await test.invoke({ count: null })).toMatchObject({
    ok: false,
    error: { kind: "lost", message: expect.stringContaining("no-such-worker.ts") },
  });
});

it("lets a bug of ours out, as no failure of a task", async () => {
  await using test = createTestPool();
  await expect(test.invoke({ bug: null })).rejects.toThrow(/a broken promise of ours/);
  expect(await test.resultOf({ count: null })).toBe(0);
});

/** Tasks of a list, each with what it is to do; sent in one message. */
function batchOf(deeds: readonly [Json, ...Json[]]): TaskBatch {
  const [first, ...rest] = deeds.map((value, index): TaskWork => {
    const source = { kind: "element", value, index } as const;
    return { kind: "map", index, source };
  });
  if (first === undefined) {
    throw new Error("a batch has tasks");
  }
  return { run: "r", node: "n", at: "", attempt: 1, scope: {}, works: [first, ...rest] };
}

const noLimits = { timeoutMs: null, memory: 256 * MB };

it("does the tasks of a batch in order, in one worker, and tells what each one printed", async () => {
  await using test = createTestPool(2);
  const batch = batchOf([{ count: null }, { print: "second" }, { count: null }]);
  const outcomes = await test.pool.invokeBatch?.(batch, noLimits, new AbortController().signal);

  expect(outcomes).toMatchObject([
    { ok: true, value: { result: { value: 0 }, metrics: { printed: 0 } } },
    { ok: true, value: { metrics: { printed: 3, startMs: 0 } } },
    { ok: true, value: { result: { value: 2 } } },
  ]);
  expect(outcomes?.[0]?.ok === true && outcomes[0].value.metrics.startMs).toBeGreaterThan(0);
  expect(test.lines[0]).toBe("n 1 stdout: second");
});

it("breaks a batch off where a task leaves its worker in an unknown state", async () => {
  await using test = createTestPool();
  const batch = batchOf([{ echo: 1 }, { stray: null }, { echo: 3 }]);
  const outcomes = await test.pool.invokeBatch?.(batch, noLimits, new AbortController().signal);

  expect(outcomes).toMatchObject([
    { ok: true },
    { ok: false, error: { message: "thrown from a timer" } },
    undefined,
  ]);
  expect(await test.resultOf({ count: null })).toBe(0);
});

it.each([
  ["its worker ends", { exit: 3 }, noLimits],
  ["its time is up", { forever: null }, { ...noLimits, timeoutMs: 200 }],
  ["memory runs out", { heap: null }, noLimits],
])("answers for no task of a batch when %s", async (_, deed, limits) => {
  await using test = createTestPool();
  const batch = batchOf([{ echo: 1 }, deed, { echo: 3 }]);
  const outcomes = await test.pool.invokeBatch?.(batch, limits, new AbortController().signal);

  expect(outcomes).toEqual([undefined, undefined, undefined]);
  expect(await test.resultOf({ count: null })).toBe(0);
});

it("answers for no task of a batch that is aborted", async () => {
  await using test = createTestPool();
  const abort = new AbortController();
  const ended = test.pool.invokeBatch?.(
    batchOf([{ sleep: null }, { echo: 1 }]),
    noLimits,
    abort.signal,
  );
  abort.abort();
  expect(await ended).toEqual([undefined, undefined]);
});
