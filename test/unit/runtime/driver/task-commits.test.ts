import { expect, it } from "vitest";
import { createTaskCommits, type MadeTask } from "../../../../src/runtime/driver/task-commits.ts";
import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import type { ObjectStore } from "../../../../src/runtime/store/object-store.ts";
import { openJson } from "../../../../src/runtime/store/sealed-json.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { err } from "../../../../src/shared/result.ts";
import { createFakeClock } from "../../../support/fake-clock.ts";
import { metricsOf } from "../../../support/task-metrics.ts";

const metrics = metricsOf();

const made = (index: number, value = index): MadeTask => ({
  task: {
    run: "r",
    node: "n",
    at: "",
    work: { kind: "map", index, source: { kind: "element", value: null, index } },
    attempt: 1,
    scope: {},
  },
  output: { result: { kind: "value", value }, metrics },
});

/** Keys of the objects, and the tasks in each that holds several. */
async function objectsOf(store: ObjectStore): Promise<Record<string, readonly string[]>> {
  const keys = await store.list("");
  const objects: Record<string, readonly string[]> = {};
  for (const key of keys.ok ? keys.value : []) {
    const bytes = await store.get(key);
    const object = bytes.ok ? openJson(bytes.value) : undefined;
    const { tasks = [] } = object as { readonly tasks?: readonly { readonly task: string }[] };
    objects[key] = tasks.map(({ task }) => task);
  }
  return objects;
}

const values = (committed: Awaited<ReturnType<ReturnType<typeof createTaskCommits>["commit"]>>) =>
  committed.map((each) => (each.ok ? each.value.result : each.error.message));

it("commits a task in an object of its own, at once", async () => {
  const store = createMemoryStore();
  const commits = createTaskCommits(store, createFakeClock());
  expect(values(await commits.commit([made(3)], false))).toEqual([{ kind: "value", value: 3 }]);
  expect(await objectsOf(store)).toEqual({ "runs/r/n/@/3/manifest.json": [] });
});

it("gathers what comes within 10 ms, unless nothing else is to be expected", async () => {
  const store = createMemoryStore();
  const clock = createFakeClock();
  const commits = createTaskCommits(store, clock);
  await clock.runUntil(
    Promise.all([
      commits.commit([made(0)], false),
      commits.commit([made(1)], false),
      commits.commit([made(2), made(3)], false),
    ]),
  );
  expect(clock.now()).toBe(10);
  await commits.commit([made(4)], true);
  expect(await objectsOf(store)).toEqual({
    "runs/r/n/@/0/manifest.json": [],
    "runs/r/n/@/4/manifest.json": [],
    "runs/r/n/@/@batch/1.json": ["1", "2", "3"],
  });
});

it("does not wait for ever where somebody sets the clock back", async () => {
  const clock = createFakeClock(1_000_000);
  let now = 1_000_000;
  const commits = createTaskCommits(createMemoryStore(), { ...clock, now: () => now });
  await commits.commit([made(0)], false);
  now = 0;
  await commits.commit([made(1)], false);
});

it("gives what stood there first, and commits by itself what did not", async () => {
  const store = createMemoryStore();
  const before = createTaskCommits(store, createFakeClock());
  await before.commit([made(1, 10), made(2, 20)], true);
  const after = createTaskCommits(store, createFakeClock());
  expect(values(await after.commit([made(1), made(2), made(3)], true))).toEqual([
    { kind: "value", value: 10 },
    { kind: "value", value: 20 },
    { kind: "value", value: 3 },
  ]);
  expect(await objectsOf(store)).toEqual({
    "runs/r/n/@/3/manifest.json": [],
    "runs/r/n/@/@batch/1.json": ["1", "2"],
  });
});

it("fails every task whose object the store refuses, and lets them be tried again", async () => {
  const refusing: ObjectStore = {
    ...createMemoryStore(),
    putIfAbsent: () => Promise.resolve(err(failureOf("store", "full"))),
  };
  const commits = createTaskCommits(refusing, createFakeClock());
  const committed = await commits.commit([made(1), made(2)], true);
  expect(committed).toMatchObject([
    { ok: false, error: { message: "full", retryable: true } },
    { ok: false, error: { message: "full", retryable: true } },
  ]);
});
