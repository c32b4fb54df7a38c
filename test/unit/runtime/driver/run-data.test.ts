/** Datasets through exchanges, regions and flattening, with a fake that computes on inline values. */

import { expect, it } from "vitest";
import type { Expr } from "../../../../src/compiler/ir/expr.ts";
import type { Op, PlanNode } from "../../../../src/compiler/ir/plan.ts";
import type { Slice, StageManifest } from "../../../../src/compiler/ir/value.ts";
import type { Failure } from "../../../../src/runtime/failure.ts";
import { openJson } from "../../../../src/runtime/store/sealed-json.ts";
import type { Task, TaskResult, TaskSource } from "../../../../src/runtime/task.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { ok, type Result } from "../../../../src/shared/result.ts";
import {
  call,
  constant,
  datasetOf,
  field,
  int,
  listOf,
  node,
  overDataset,
  plan,
  record,
  ref,
  region,
  spanAt,
} from "../../../support/plan-nodes.ts";
import { type FakeRun, runWithFakes } from "../../../support/run-with-fakes.ts";

const inline = (values: readonly Json[]): Slice => ({ kind: "inline", values });

const written = (values: readonly Json[]) => ({
  schema: int,
  partition: {
    records: values.length,
    bytes: 0,
    slices: values.length === 0 ? [] : [inline(values)],
  },
});

const inputOf = (source: TaskSource): readonly Json[] =>
  source.kind === "partition"
    ? source.partition.slices.flatMap((slice) => (slice.kind === "inline" ? slice.values : []))
    : source.kind === "element"
      ? [source.value]
      : source.inputs.flatMap(({ producers }) => producers.map(({ key }) => key));

/** Doubles what it maps; a shuffled partition is the keys of the objects that it reads. */
function execute(task: Task): Result<TaskResult, Failure> {
  const { work } = task;
  switch (work.kind) {
    case "map": {
      const values = inputOf(work.source).map((v) => (typeof v === "number" ? v * 2 : v));
      const split = task.node.startsWith("both");
      return ok({
        kind: "partitions",
        outputs: split ? [written(values), written(values.slice(0, 1))] : [written(values)],
      });
    }
    case "sample":
      return ok({ kind: "list", values: inputOf(work.source).map((value) => [value]) });
    case "produce": {
      const offsets = Array.from({ length: work.partitions + 1 }, (_, i) => i);
      const records = offsets.slice(1).map(() => 1);
      const key = `${work.input}/${work.index} by ${JSON.stringify(work.splitters)}`;
      return ok({ kind: "runs", runs: { key, offsets, records, checksums: records }, bytes: 1 });
    }
    case "call":
      return ok({ kind: "partitions", outputs: [written([1, 2, 3])] });
    case "take":
      return ok({
        kind: "list",
        values: work.partitions
          .flatMap(({ slices }) =>
            slices.flatMap((s) => (s.kind === "inline" ? s.values : ["row"])),
          )
          .slice(0, work.count),
      });
    default:
      throw new Error(`no fake for ${work.kind}`);
  }
}

/** The partitions of a dataset value, as what stands in their manifests. */
async function partitionsOf(run: FakeRun, value: Json): Promise<readonly (readonly Json[])[]> {
  const key = (value as { manifest: string }).manifest;
  const bytes = await run.store.get(key);
  const manifest = openJson(bytes.ok ? bytes.value : Buffer.of()) as unknown as StageManifest;
  return manifest.partitions.map(({ slices }) =>
    slices.flatMap((slice) => (slice.kind === "inline" ? slice.values : [])),
  );
}

async function resultOf(nodes: readonly PlanNode[], result: Expr): Promise<[FakeRun, Json]> {
  const run = await runWithFakes(plan(region(nodes, result)), execute);
  if (run.outcome.kind !== "done") {
    throw new Error(JSON.stringify(run.outcome));
  }
  return [run, run.outcome.result];
}

const source = (id: string) => call(id, {}, { emits: { kind: "many" } });

const split = (id: string, of: string, into: number) =>
  node("split", id, datasetOf(int), {
    source: ref(of),
    sourceType: datasetOf(int),
    unit: { kind: "elements" },
    into: constant(into),
  });

const exchange = (id: string, of: readonly string[], partition: "hash" | "range", into: number) =>
  node(
    "exchange",
    id,
    { kind: "groups", key: int, elements: [int] },
    {
      inputs: of.map((input) => ({
        ...overDataset(ref(input)),
        key: partition === "hash" ? { kind: "path", path: [] } : null,
        keyType: int,
        order: partition === "hash" ? [] : [{ path: [], descending: false }],
        dropNullKeys: false,
      })),
      partition,
      into: constant(into),
      combine: null,
    },
  );

const elements: Op = { op: "elements", step: "s", origin: spanAt(1) };

const reader = (id: string, of: string) =>
  node("map", id, datasetOf(int), {
    input: {
      source: { kind: "groups", value: ref(of), element: int },
      ops: [elements],
      element: int,
    },
    output: "dataset",
  });

it("shuffles several inputs: each reader sees the runs of all producers", async () => {
  const [run, value] = await resultOf(
    [source("a"), split("a2", "a", 2), exchange("x", ["a2", "a"], "hash", 3), reader("r", "x")],
    ref("r"),
  );
  const keys = ["0/0 by null", "0/1 by null", "1/0 by null"];
  expect(await partitionsOf(run, value)).toEqual([keys, keys, keys]);
});

it("sorts by splitters that every producer is given, chosen from samples of all", async () => {
  const [run, value] = await resultOf(
    [source("a"), split("a2", "a", 2), exchange("x", ["a2"], "range", 2), reader("r", "x")],
    ref("r"),
  );
  expect(run.invoker.started.filter(({ work }) => work.kind === "sample")).toHaveLength(2);
  expect(await partitionsOf(run, value)).toEqual(
    [0, 1].map(() => ["0/0 by [[2]]", "0/1 by [[2]]"]),
  );
});

it("gives each stream of a function a dataset of its own", async () => {
  const last: Op = {
    op: "call",
    step: "both",
    origin: spanAt(1),
    function: "f",
    fixed: [],
    free: "x",
    mode: "stream",
    batch: null,
    emits: { kind: "streams", names: ["all", "firsts"] },
    onError: null,
  };
  const both = node("map", "both", int, {
    input: overDataset(ref("a2"), [last]),
    output: "streams",
  });
  const [run, value] = await resultOf([source("a"), split("a2", "a", 2), both], ref("both"));
  const { all, firsts } = value as { all: Json; firsts: Json };
  expect(await partitionsOf(run, all)).toEqual([[2, 4], [6]]);
  expect(await partitionsOf(run, firsts)).toEqual([[2], [6]]);
});

it("concatenates the datasets of a list, and those that the elements of another make", async () => {
  const doubled = node("map", "d", datasetOf(int), {
    input: overDataset(ref("a")),
    output: "dataset",
  });
  const flat = node("flatten", "flat", datasetOf(int), {
    sources: {
      op: "list",
      elements: ["a", "d"].map((id) => ({ spread: false, value: ref(id) })),
    },
  });
  const each = node("each", "e", datasetOf(int), {
    source: { kind: "list", value: constant([1, 2]), element: int },
    where: null,
    body: region([split("e/s", "flat", 1)], ref("e/s"), { params: ["x"] }),
    output: "datasets",
  });
  const [run, value] = await resultOf([source("a"), doubled, flat, each], ref("e"));
  expect(await partitionsOf(run, value)).toEqual([0, 1].map(() => [1, 2, 3, 2, 4, 6]));
});

it("carries a dataset through a loop", async () => {
  const loop = node(
    "loop",
    "l",
    { kind: "record", name: null, fields: [{ name: "rows", type: datasetOf(int) }] },
    {
      init: record({ rows: ref("a") }),
      times: constant(2),
      body: region(
        [
          node("map", "l/m", datasetOf(int), {
            input: overDataset(field(ref("s"), "rows")),
            output: "dataset",
          }),
        ],
        record({ rows: ref("l/m") }),
        { params: ["s"] },
      ),
      until: null,
    },
  );
  const [run, value] = await resultOf([source("a"), loop], field(ref("l"), "rows"));
  expect(await partitionsOf(run, value)).toEqual([[4, 8, 12]]);
});

it("takes from the manifest what stands in it", async () => {
  const take = node("take", "t", listOf(int), { source: ref("a"), count: constant(2) });
  const [run, value] = await resultOf([source("a"), take], ref("t"));
  expect(value).toEqual([1, 2]);
  expect(run.invoker.started.map(({ work }) => work.kind)).toEqual(["call"]);
});
