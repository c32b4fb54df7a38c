import { expect, it } from "vitest";
import type { NodeOptions } from "../../../../src/compiler/ir/plan.ts";
import type { RunEvent } from "../../../../src/runtime/run-event.ts";
import { openJson } from "../../../../src/runtime/store/sealed-json.ts";
import type { Task } from "../../../../src/runtime/task.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import { err, ok } from "../../../../src/shared/result.ts";
import {
  call,
  constant,
  int,
  listOf,
  node,
  overList,
  plan,
  record,
  ref,
  region,
} from "../../../support/plan-nodes.ts";
import { runWithFakes } from "../../../support/run-with-fakes.ts";

const list = (id: string, values: readonly number[], options: Partial<NodeOptions> = {}) =>
  node("map", id, listOf(int), {
    input: overList(constant(values)),
    output: "list",
    options,
  } as never);

const done = () => ok({ kind: "list", values: [1] } as const);
const value = () => ok({ kind: "value", value: 1 } as const);

const indexOf = (task: Task): number => (task.work.kind === "map" ? task.work.index : -1);

/** Each attempt that starts comes to one end. */
function attemptsEnd(events: readonly RunEvent[]): void {
  const open = new Set<string>();
  for (const event of events) {
    const id = "task" in event ? `${event.step}@${event.at}[${event.task}]${event.attempt}` : "";
    switch (event.kind) {
      case "task-started":
        expect(open.has(id)).toBe(false);
        open.add(id);
        break;
      case "task-finished":
      case "task-retried":
      case "task-dropped":
      case "task-failed":
        expect(open.delete(id)).toBe(true);
        break;
      default:
        break;
    }
  }
  expect([...open]).toEqual([]);
}

/** `bad` fails after 10 ms; `slow` takes 100; `next` follows it; `lone` can start when `bad` has failed. */
const failing = plan(
  region(
    [call("bad"), call("slow"), call("next", { x: ref("slow") }), call("lone")],
    record({ a: ref("bad"), b: ref("slow"), c: ref("next"), d: ref("lone") }),
  ),
);

it.each([
  ["drain", ["slow"]],
  ["continue", ["lone", "next", "slow"]],
  ["kill", []],
] as const)("goes on after a failure as it is told: %s", async (onFailure, finished) => {
  const { outcome, events } = await runWithFakes(
    failing,
    (task) => (task.node === "bad" ? err(failureOf("function", "no")) : value()),
    { onFailure, duration: (task) => (task.node === "slow" ? 100 : 10) },
  );
  expect(outcome).toMatchObject({ kind: "failed", failure: { step: "bad" } });
  const ended = events.flatMap((event) => (event.kind === "task-finished" ? [event.step] : []));
  expect(ended.toSorted()).toEqual(finished);
  attemptsEnd(events);
});

it.each(["drain", "continue", "kill"] as const)(
  "names the failure and not what was cancelled for it, from however deep: %s",
  async (onFailure) => {
    const inner = node("each", "e", listOf(int), {
      source: { kind: "range", from: constant(0), to: constant(3) },
      where: null,
      body: region([call("e/bad", { x: ref("x") })], ref("e/bad"), { params: ["x"] }),
      output: "list",
    });
    const body = region([inner, call("slow")], record({ a: ref("e"), b: ref("slow") }));
    const { outcome, events } = await runWithFakes(
      plan(body),
      (task) => (task.at === "1" ? err(failureOf("function", "no")) : value()),
      { onFailure, slots: 3, duration: (task) => (task.node === "slow" ? 500 : 10) },
    );
    expect(outcome).toMatchObject({ kind: "failed", failure: { step: "e/bad", at: "1" } });
    attemptsEnd(events);
  },
);

it("lets what runs end when an `assert` fails, too", async () => {
  const check = node(
    "assert",
    "check",
    { kind: "null" },
    {
      condition: { op: "call", function: "lt", args: [ref("a"), constant(0)] },
      message: constant("no"),
    },
  );
  const body = region([call("a"), check, call("slow")], ref("slow"), { roots: ["check"] });
  const { outcome, events } = await runWithFakes(plan(body), value, {
    duration: (task) => (task.node === "slow" ? 500 : 10),
  });
  expect(outcome).toMatchObject({ kind: "failed", failure: { step: "check" } });
  expect(events.filter(({ kind }) => kind === "task-finished")).toHaveLength(2);
});

it("starts the longest way to the result first", async () => {
  const body = region(
    [call("busy"), call("alone"), call("a"), call("b", { x: ref("a") })],
    record({ a: ref("busy"), b: ref("alone"), c: ref("b") }),
  );
  const { invoker } = await runWithFakes(plan(body), value, { slots: 1 });
  // The first one to be asked for finds an idle worker.
  expect(invoker.started.map((task) => task.node)).toEqual(["busy", "a", "alone", "b"]);
});

it("takes the result of a copy where the first attempt does not come to an end", async () => {
  const straggler = (task: Task) => indexOf(task) === 5 && task.attempt === 1;
  const given = { duration: (task: Task) => (straggler(task) ? 1_000_000 : 500) };
  const tasks = plan(region([list("m", [1, 2, 3, 4, 5, 6])], ref("m")));

  const copied = await runWithFakes(tasks, done, given);
  expect(copied.outcome).toMatchObject({ kind: "done", result: [1, 1, 1, 1, 1, 1] });
  expect(copied.clock.now()).toBeLessThan(10_000);
  expect(copied.events.filter(({ kind }) => kind === "task-finished")).toHaveLength(6);
  expect(copied.events).toContainEqual(
    expect.objectContaining({ kind: "task-dropped", task: "5", attempt: 1 }),
  );
  attemptsEnd(copied.events);

  const alone = await runWithFakes(tasks, done, { ...given, speculation: false });
  expect(alone.invoker.started).toHaveLength(6);
});

const numbers = Array.from({ length: 400 }, (_, i) => i);

it("commits what was sent together in one object, and answers in the order of tasks", async () => {
  const { outcome, store, invoker, events } = await runWithFakes(
    plan(region([list("m", numbers)], ref("m"))),
    (task) => ok({ kind: "list", values: [indexOf(task)] }),
    { batches: true, duration: () => 0.1 },
  );
  expect(outcome).toMatchObject({ kind: "done", result: numbers });
  expect(invoker.batches.length).toBeLessThan(100);
  attemptsEnd(events);

  const keys = (await store.list("")) as { readonly value: readonly string[] };
  const committed: string[] = [];
  for (const key of keys.value) {
    const bytes = await store.get(key);
    const object = bytes.ok ? openJson(bytes.value) : undefined;
    if (key.includes("/@batch/")) {
      const { tasks } = object as unknown as { readonly tasks: readonly { task: string }[] };
      expect(key.endsWith(`/@batch/${tasks[0]?.task}.json`)).toBe(true);
      committed.push(...tasks.map(({ task }) => task));
    } else if (key.endsWith("/manifest.json")) {
      committed.push(key.split("/").at(-2) ?? "");
    }
  }
  expect(committed.map(Number).toSorted((a, b) => a - b)).toEqual(numbers);
});

it("does of a batch that was lost each task by itself, and charges only who is to blame", async () => {
  const { outcome, invoker, events } = await runWithFakes(
    plan(region([list("m", numbers)], ref("m"))),
    (task) =>
      indexOf(task) === 200
        ? err(failureOf("out-of-memory", "too much"))
        : ok({ kind: "list", values: [indexOf(task)] }),
    { batches: true, duration: () => 0.1, onFailure: "continue" },
  );
  expect(outcome).toMatchObject({
    kind: "failed",
    failure: { attempts: 1, failure: { kind: "out-of-memory" } },
  });
  const lost = invoker.batches.find((batch) => batch.includes(200)) ?? [];
  expect(lost.length).toBeGreaterThan(1);
  const again = invoker.started.filter(({ attempt }) => attempt === 2).map(indexOf);
  expect(lost).toEqual(expect.arrayContaining(again));
  expect(again).toContain(200);
  expect(events.filter(({ kind }) => kind === "task-failed")).toMatchObject([{ task: "200" }]);
  attemptsEnd(events);
});
