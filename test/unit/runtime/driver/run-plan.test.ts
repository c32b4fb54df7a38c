import { expect, it } from "vitest";
import type { Op, PlanNode } from "../../../../src/compiler/ir/plan.ts";
import type { DatasetValue, StageManifest } from "../../../../src/compiler/ir/value.ts";
import type { Failure } from "../../../../src/runtime/failure.ts";
import { openJson } from "../../../../src/runtime/store/sealed-json.ts";
import type { Task, TaskResult } from "../../../../src/runtime/task.ts";
import { failureOf } from "../../../../src/runtime/task-error.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { err, ok, type Result } from "../../../../src/shared/result.ts";
import {
  add,
  call,
  constant,
  datasetOf,
  field,
  int,
  listOf,
  node,
  overDataset,
  overList,
  plan,
  record,
  ref,
  region,
  spanAt,
} from "../../../support/plan-nodes.ts";
import { runWithFakes } from "../../../support/run-with-fakes.ts";

/** Does what the node's id says: `fail...` fails, everything else gives its scope's `x`, or its element, plus one. */
function execute(task: Task): Result<TaskResult, Failure> {
  const { work } = task;
  if (task.node.includes("fail")) {
    return err(failureOf("function", "no luck", { code: "Unlucky", retryable: true }));
  }
  switch (work.kind) {
    case "call":
      return ok({ kind: "value", value: Number(Object.values(task.scope)[0] ?? 0) + 1 });
    case "map":
      return work.source.kind === "element"
        ? ok({ kind: "list", values: [Number(work.source.value) + 1] })
        : ok(partitionOf(elementsOf(work.source).map((value) => Number(value) + 1)));
    case "fold":
      return ok({ kind: "value", value: sum(elementsOf(work.source)) });
    case "merge":
      return ok({ kind: "value", value: sum(work.values) });
    default:
      throw new Error(`no fake for ${work.kind}`);
  }
}

const elementsOf = (source: Extract<Task["work"], { kind: "map" }>["source"]): readonly Json[] =>
  source.kind === "element"
    ? [source.value]
    : source.kind === "partition"
      ? source.partition.slices.flatMap((slice) => (slice.kind === "inline" ? slice.values : []))
      : [];

const sum = (values: readonly Json[]): Json | undefined =>
  values.length === 0
    ? undefined
    : values.reduce<number>((total, value) => total + Number(value), 0);

const partitionOf = (values: readonly Json[]): TaskResult => ({
  kind: "partitions",
  outputs: [
    {
      schema: int,
      partition: { records: values.length, bytes: 0, slices: [{ kind: "inline", values }] },
    },
  ],
});

const toList = (id: string, list: Parameters<typeof overList>[0], given = {}) =>
  node("map", id, listOf(int), { input: overList(list), output: "list", ...given });

const skipping = (fraction: number | null): Op => ({
  op: "call",
  step: "m",
  origin: spanAt(7),
  function: "f",
  fixed: [],
  free: "x",
  mode: "element",
  batch: null,
  emits: { kind: "one" },
  onError: { skip: { fraction } },
});

const foldOf = (list: string) =>
  node("fold", "total", int, {
    input: overList(ref(list)),
    with: { kind: "builtin", function: "sum.int" },
    from: null,
    fanIn: 2,
  });

it("runs a node when what it mentions is there, and only what is needed", async () => {
  const body = region(
    [
      call("a"),
      call("b", { x: ref("a") }),
      node("value", "twice", int, { expr: add(ref("b"), ref("b")) }),
      call("c", { x: ref("twice") }),
      call("unneeded", { x: ref("a") }),
      call("effect", { x: ref("b") }),
    ],
    ref("c"),
    { roots: ["effect"] },
  );
  const { outcome, invoker } = await runWithFakes(plan(body), execute);

  expect(outcome).toMatchObject({ kind: "done", result: 5 });
  expect(invoker.started.map((task) => task.node).toSorted()).toEqual(["a", "b", "c", "effect"]);
  expect(invoker.closed).toBe(true);
});

it("waits for what stands in `after`", async () => {
  const body = region([call("late", {}, { after: ["first"] }), call("first")], ref("late"));
  const { invoker } = await runWithFakes(plan(body), execute);

  expect(invoker.started.map((task) => task.node)).toEqual(["first", "late"]);
});

it("maps a list, and folds it in one task", async () => {
  const body = region([toList("m", constant([1, 2, 3, 4, 5])), foldOf("m")], ref("total"));
  const { outcome, invoker } = await runWithFakes(plan(body), execute);

  expect(outcome).toMatchObject({ kind: "done", result: 20 });
  expect(invoker.started.filter(({ node: id }) => id === "total")).toHaveLength(1);
});

it("folds a long list as a tree of the plan's fan-in", async () => {
  const ones = constant(Array.from({ length: 4 * 1024 + 6 }, () => 1));
  const body = region(
    [node("value", "ones", listOf(int), { expr: ones }), foldOf("ones")],
    ref("total"),
  );
  const { outcome, invoker } = await runWithFakes(plan(body), execute);

  expect(outcome).toMatchObject({ kind: "done", result: 4102 });
  const merges = invoker.started.flatMap(({ work }) =>
    work.kind === "merge" ? [[work.level, work.index, work.values]] : [],
  );
  expect(merges).toEqual([
    [1, 0, [1024, 1024]],
    [1, 1, [1024, 1024]],
    [2, 0, [2048, 2048]],
    [3, 0, [4096, 6]],
  ]);
});

it("commits every task and stage where its key says", async () => {
  const body = region(
    [
      node("split", "parts", datasetOf(int), {
        source: ref("numbers"),
        sourceType: datasetOf(int),
        unit: { kind: "elements" },
        into: constant(2),
      }),
      node("map", "m", datasetOf(int), { input: overDataset(ref("parts")), output: "dataset" }),
    ],
    ref("m"),
  );
  const numbers = { name: "numbers", type: datasetOf({ kind: "file" } as const) };
  const params = [{ ...numbers, doc: null, defaultValue: null, origin: spanAt(0) }];
  const files = [1, 2, 3].map((size) => ({ path: `/${size}`, name: `${size}`, size }));
  const { outcome, store } = await runWithFakes(plan(body, params), execute, {
    args: { numbers: files },
  });

  if (outcome.kind !== "done") {
    throw new Error(`the run is ${outcome.kind}`);
  }
  const dataset = outcome.result as unknown as DatasetValue;
  expect(dataset).toEqual({
    manifest: `runs/${outcome.run}/m/@/stage.json`,
    partitions: 2,
    records: 3,
    bytes: 0,
  });
  const keys = await store.list(`runs/${outcome.run}/`);
  expect(keys.ok && keys.value.map((key) => key.slice(`runs/${outcome.run}/`.length))).toEqual([
    "@parameters/numbers.json",
    "m/@/0/manifest.json",
    "m/@/1/manifest.json",
    "m/@/stage.json",
    "parts/@/stage.json",
  ]);
  const stage = await store.get(dataset.manifest);
  const manifest = openJson(stage.ok ? stage.value : Buffer.of()) as unknown as StageManifest;
  expect(manifest.partitions.map(({ records }) => records)).toEqual([2, 1]);
});

it("runs a region per element, in iterations of their own, and keeps the order of results", async () => {
  const each = node("each", "e", listOf(int), {
    source: { kind: "range", from: constant(0), to: constant(5) },
    where: { op: "call", function: "ne", args: [ref("x"), constant(2)] },
    body: region([call("e/inner", { x: ref("x") })], add(ref("e/inner"), ref("i")), {
      params: ["x", "i"],
    }),
    output: "list",
  });
  const { outcome, invoker } = await runWithFakes(plan(region([each], ref("e"))), execute, {
    duration: (task) => 50 - Number(task.at),
  });

  expect(outcome).toMatchObject({ kind: "done", result: [1, 3, 7, 9] });
  expect(invoker.started.map((task) => task.at)).toEqual(["0", "1", "3", "4"]);
});

it("names the element of the region for what fails in it and names none, in a handler, too", async () => {
  const eachOver = (body: PlanNode) =>
    node("each", "e", listOf(int), {
      source: { kind: "range", from: constant(5), to: constant(8) },
      where: { op: "call", function: "eq", args: [ref("x"), constant(7)] },
      body: region([body], ref(body.id), { params: ["x"] }),
      output: "list",
    });
  const failing = eachOver(call("e/fail", { x: ref("x") }));
  const failed = await runWithFakes(plan(region([failing], ref("e"))), execute);
  const item = "7 (element 2)";
  expect(failed.outcome).toMatchObject({ kind: "failed", failure: { failure: { item } } });
  expect(failed.events).toContainEqual(
    expect.objectContaining({ kind: "step-failed", failure: expect.objectContaining({ item }) }),
  );

  const attempt = node("try", "t", int, {
    body: region([call("t/fail", { x: ref("x") })], ref("t/fail")),
    handler: region([], field(ref("error"), "item"), { params: ["error"] }),
  });
  const met = await runWithFakes(plan(region([eachOver(attempt)], ref("e"))), execute);
  expect(met.outcome).toMatchObject({ kind: "done", result: [item] });
});

it("holds the failure of a step outside against no element of a region that needs it", async () => {
  const each = node("each", "e", listOf(int), {
    source: { kind: "range", from: constant(0), to: constant(1) },
    where: null,
    body: region([], add(ref("fail"), ref("x")), { params: ["x"] }),
    output: "list",
  });
  const { outcome } = await runWithFakes(plan(region([call("fail"), each], ref("e"))), execute);
  expect(outcome).toMatchObject({ kind: "failed", failure: { failure: { item: null } } });
});

it("repeats a region until its condition holds", async () => {
  const loop = node("loop", "l", int, {
    init: constant(0),
    times: constant(10),
    body: region([call("l/inc", { x: ref("s") })], ref("l/inc"), { params: ["s"] }),
    until: { op: "call", function: "ge", args: [ref("s"), constant(3)] },
  });
  const { outcome, invoker } = await runWithFakes(plan(region([loop], ref("l"))), execute);

  expect(outcome).toMatchObject({ kind: "done", result: 3 });
  expect(invoker.started.map((task) => task.at)).toEqual(["0", "1", "2"]);
});

it("takes one arm of a branch, and runs nothing of the other", async () => {
  const branch = node("branch", "b", int, {
    condition: constant(false),
    then: region([call("b/then")], ref("b/then")),
    otherwise: region([call("b/else")], ref("b/else")),
  });
  const { outcome, invoker } = await runWithFakes(plan(region([branch], ref("b"))), execute);

  expect(outcome).toMatchObject({ kind: "done", result: 1 });
  expect(invoker.started.map((task) => task.node)).toEqual(["b/else"]);
});

it("hands a failure to the nearest `try`, whose handler sees the error record", async () => {
  const attempt = node("try", "t", int, {
    body: region([call("t/fail"), call("t/slow")], add(ref("t/fail"), ref("t/slow"))),
    handler: region([], record({ error: ref("e") }), { params: ["e"] }),
  });
  const { outcome, invoker, events } = await runWithFakes(
    plan(region([attempt], ref("t"))),
    execute,
    { duration: (task) => (task.node === "t/slow" ? 1_000 : 10) },
  );

  expect(outcome).toMatchObject({
    kind: "done",
    result: {
      error: { code: "Unlucky", message: "no luck", step: "t/fail", item: null, attempts: 1 },
    },
  });
  expect(invoker.started).toHaveLength(2);
  expect(events).toContainEqual(
    expect.objectContaining({ kind: "step-cancelled", step: "t/slow" }),
  );
});

it("fails a run with the step, its function, its place and its attempts", async () => {
  const failing = call("fail", {}, { options: retrying(2) });
  const { outcome, events } = await runWithFakes(plan(region([failing], ref("fail"))), execute);

  expect(outcome).toMatchObject({
    kind: "failed",
    failure: {
      step: "fail",
      at: "",
      origin: spanAt(4),
      function: { name: "f", origin: spanAt(1_000) },
      attempts: 3,
      failure: { code: "Unlucky", message: "no luck" },
    },
  });
  expect(events.filter(({ kind }) => kind === "task-retried")).toHaveLength(2);
});

const retrying = (attempts: number) => ({
  retry: { attempts, minDelayMs: 100, maxDelayMs: 1_000 },
});

it.each([
  ["seven", '"seven"'],
  [{ path: "/a/b.txt", name: "b.txt", size: 3 }, "/a/b.txt"],
  [{ ranges: [{ path: "/a.txt", start: 5, end: 9 }], size: 4 }, "/a.txt, bytes 5 to 9"],
  ["x".repeat(200), `"${"x".repeat(99)}…`],
])("names the item of a task whose worker cannot: %j", async (value, item) => {
  const body = region([toList("m", constant([value]))], ref("m"));
  const { outcome } = await runWithFakes(plan(body), () => err(failureOf("crash", "gone")));

  expect(outcome).toMatchObject({ kind: "failed", failure: { failure: { item } } });
});

it("fails a region whose `assert` does not hold, with the message of the user", async () => {
  const check = node(
    "assert",
    "check",
    { kind: "null" },
    {
      condition: { op: "call", function: "lt", args: [ref("a"), constant(0)] },
      message: constant("a is never negative"),
    },
  );
  const body = region([call("a"), check], ref("a"), { roots: ["check"] });
  const { outcome } = await runWithFakes(plan(body), execute);

  expect(outcome).toMatchObject({
    kind: "failed",
    failure: { step: "check", failure: { code: "Assert", message: "a is never negative" } },
  });
});

/** Loses its process at element 1 of a list, and with care says so, until it is told to leave it out. */
function crashing(task: Task): Result<TaskResult, Failure> {
  const { work, care } = task;
  if (work.kind !== "map" || work.index !== 1) {
    return execute(task);
  }
  const call = { step: "m", from: 0, count: 1 };
  return care?.poison.length === 1
    ? ok({ kind: "list", values: [] })
    : err({ ...failureOf("crash", "gone"), ...(care === undefined ? {} : { call }) });
}

const leftOut = (task: Task) => ({ skipped: (task.care?.poison ?? []).length });

it("leaves out elements that end their process, while they are few enough", async () => {
  const mapping = (fraction: number | null) =>
    node("map", "m", listOf(int), {
      input: overList(constant([1, 2, 3, 4]), [skipping(fraction)]),
      output: "list",
    });
  const given = { metrics: leftOut };

  const few = await runWithFakes(plan(region([mapping(0.25)], ref("m"))), crashing, given);
  expect(few.outcome).toMatchObject({
    kind: "done",
    result: [2, 4, 5],
    steps: [{ skipped: 1, failed: 2 }],
  });

  const many = await runWithFakes(plan(region([mapping(0.2)], ref("m"))), crashing, given);
  expect(many.outcome).toMatchObject({
    kind: "failed",
    failure: {
      failure: {
        code: "TooManyFailures",
        item: "2",
        message:
          "1 of 4 elements failed, and `on_error skip` allows 20 %; the first with Crash: gone",
      },
    },
  });
});

it("never leaves an element out for a worker that was lost", async () => {
  const mapping = node("map", "m", listOf(int), {
    input: overList(constant([1, 2]), [skipping(null)]),
    output: "list",
  });
  const lost = () => err(failureOf("lost", "killed", { retryable: true }));
  const { outcome, invoker } = await runWithFakes(plan(region([mapping], ref("m"))), lost);

  expect(outcome).toMatchObject({ kind: "failed", failure: { failure: { kind: "lost" } } });
  expect(invoker.started.every(({ care }) => care === undefined)).toBe(true);
});

it("never runs more tasks of a step than its `concurrency`, over all iterations", async () => {
  const each = node("each", "e", listOf(int), {
    source: { kind: "range", from: constant(0), to: constant(6) },
    where: null,
    body: region(
      [call("e/inner", { x: ref("x") }, { options: { concurrency: 2 } })],
      ref("e/inner"),
      {
        params: ["x"],
      },
    ),
    output: "list",
  });
  const { outcome, invoker } = await runWithFakes(plan(region([each], ref("e"))), execute, {
    slots: 5,
  });

  expect(outcome.kind).toBe("done");
  expect(invoker.peak).toMatchObject({ all: 2 });
});

it("drains on request: what runs ends, nothing starts, and the run is cancelled", async () => {
  const drain = new AbortController();
  const { outcome, invoker } = await runWithFakes(
    plan(region([toList("m", constant([1, 2, 3, 4, 5, 6]))], ref("m"))),
    (task) => {
      drain.abort();
      return execute(task);
    },
    { drain: drain.signal },
  );

  expect(outcome.kind).toBe("cancelled");
  expect(invoker.started).toHaveLength(2);
});

it("aborts what runs when it is killed", async () => {
  const kill = new AbortController();
  const { outcome, clock } = await runWithFakes(
    plan(region([call("quick"), call("forever")], record({ a: ref("quick"), b: ref("forever") }))),
    (task) => {
      kill.abort();
      return execute(task);
    },
    { kill: kill.signal, duration: (task) => (task.node === "forever" ? 1_000_000 : 10) },
  );

  expect(outcome.kind).toBe("cancelled");
  expect(clock.now()).toBeLessThan(1_000_000);
});

it("refuses widths below one", async () => {
  const body = region(
    [
      node("split", "parts", datasetOf(int), {
        source: field(record({ a: ref("m") }), "a"),
        sourceType: datasetOf(int),
        unit: { kind: "elements" },
        into: constant(0),
      }),
      node("each", "m", datasetOf(int), {
        source: { kind: "list", value: constant([1, 2]), element: int },
        where: null,
        body: region([], ref("x"), { params: ["x"] }),
        output: "dataset",
      }),
    ],
    ref("parts"),
  );
  const { outcome } = await runWithFakes(plan(body), execute);

  expect(outcome).toMatchObject({
    kind: "failed",
    failure: {
      step: "parts",
      failure: { code: "BadValue", message: "`into` is 0, at least 1 is needed" },
    },
  });
});
