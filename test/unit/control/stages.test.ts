import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../src/compiler/ir/type.ts";
import type { ExchangeManifest, ProducerRuns } from "../../../src/compiler/ir/value.ts";
import { inlineStage } from "../../../src/control/dataset.ts";
import { eachElements, eachStage } from "../../../src/control/each.ts";
import { inlineElements, takeWork } from "../../../src/control/elements.ts";
import {
  chooseSplitters,
  exchangeManifest,
  exchangePartitions,
  produceWork,
  sampleWork,
} from "../../../src/control/exchange.ts";
import { foldResult, foldWork, mergeLevel, type Part } from "../../../src/control/fold-tree.ts";
import { mentionsOf } from "../../../src/control/mentions.ts";
import { evaluateSource, type LoadedSource, taskSources } from "../../../src/control/source.ts";
import { mapWork } from "../../../src/control/stage-work.ts";
import type { TaskWork } from "../../../src/runtime/task.ts";
import type { Json } from "../../../src/shared/json.ts";
import {
  add,
  call,
  constant,
  datasetOf,
  int,
  node,
  overDataset,
  ref,
  region,
} from "../../support/plan-nodes.ts";

const dataset = (...sizes: readonly number[]): LoadedSource => ({
  kind: "dataset",
  manifest: inlineStage(sizes.map((size) => Array.from({ length: size }, (_, i) => i))),
});

const exchange = (given: object = {}) =>
  node(
    "exchange",
    "x",
    { kind: "groups", key: int, elements: [int] },
    {
      inputs: [0, 1].map(() => ({
        ...overDataset(ref("d")),
        key: { kind: "path", path: [] },
        keyType: int,
        order: [],
        dropNullKeys: false,
      })),
      partition: "hash",
      into: null,
      combine: null,
      ...given,
    },
  );

it("gives each partition the number of elements before it", () => {
  const sources = taskSources(dataset(2, 0, 3, 1));
  const firsts = Array.from({ length: sources.count }, (_, index) => {
    const source = sources.at(index);
    return source.kind === "partition" ? source.firstIndex : null;
  });
  expect(firsts).toEqual([0, 2, 2, 5]);
});

it("makes one task per element of a list or range", () => {
  const list = mapWork({ kind: "list", values: ["a", "b"] });
  expect([list.count, list.at(1)]).toEqual([
    2,
    { kind: "map", index: 1, source: { kind: "element", value: "b", index: 1 } },
  ]);
  const range = mapWork({ kind: "range", from: 5, to: 8 });
  expect([range.count, range.at(2)]).toEqual([
    3,
    { kind: "map", index: 2, source: { kind: "element", value: 7, index: 2 } },
  ]);
  expect(mapWork({ kind: "range", from: 8, to: 5 }).count).toBe(0);
});

it("costs nothing per task before the task is asked for", () => {
  expect(mapWork({ kind: "range", from: 0, to: 2 ** 40 }).count).toBe(2 ** 40);
});

const runs = (key: string): ProducerRuns => ({
  key,
  offsets: [0, 10, 10, 35],
  records: [1, 0, 2],
  checksums: [7, 8, 9],
});

it("shows the reader of one partition that partition of every producer, and no other", () => {
  const manifest: ExchangeManifest = {
    schema: 1,
    partitions: 3,
    inputs: [{ rows: int, key: null, order: [], producers: [runs("a"), runs("b")] }],
    skew: null,
  };
  expect(taskSources({ kind: "groups", manifest }).at(2)).toEqual({
    kind: "groups",
    partition: 0,
    inputs: [
      {
        rows: int,
        key: null,
        order: [],
        producers: ["a", "b"].map((key) => ({
          key,
          offsets: [10, 35],
          records: [2],
          checksums: [9],
        })),
      },
    ],
  });
});

it("evaluates the bounds of a range, and refuses what is no number", () => {
  const source = { kind: "range", from: constant(1), to: ref("n") } as const;
  expect(evaluateSource({ id: "e" }, source, { n: 4 })).toEqual({
    ok: true,
    value: { kind: "range", from: 1, to: 4 },
  });
  expect(evaluateSource({ id: "e" }, source, { n: null })).toMatchObject({
    ok: false,
    error: { kind: "bad-value" },
  });
});

it("exchanges into what is asked for, else as many as the first input has, at least one", () => {
  const partitions = (given: object, first: LoadedSource) =>
    exchangePartitions(exchange(given), {}, [first, dataset(9, 9, 9)]);

  expect(partitions({}, dataset(1, 1))).toEqual({ ok: true, value: 2 });
  expect(partitions({}, dataset())).toEqual({ ok: true, value: 1 });
  expect(partitions({ into: constant(5) }, dataset(1))).toEqual({ ok: true, value: 5 });
  expect(partitions({ into: constant(0) }, dataset(1))).toMatchObject({
    ok: false,
    error: { code: "BadValue" },
  });
});

it("numbers the producers of every input on their own, and files their runs by input", () => {
  const sources = [dataset(1, 1), dataset(1)];
  const work = produceWork(sources, 3, null);
  const producers = Array.from({ length: work.count }, (_, i) => work.at(i));
  expect(producers).toMatchObject([
    { input: 0, index: 0, partitions: 3 },
    { input: 0, index: 1 },
    { input: 1, index: 0 },
  ]);
  const manifest = exchangeManifest(exchange(), sources, 3, [runs("a"), runs("b"), runs("c")]);
  expect(manifest.inputs.map((input) => input.producers.map(({ key }) => key))).toEqual([
    ["a", "b"],
    ["c"],
  ]);
});

it("samples only where a range is to be cut", () => {
  const range = exchange({ partition: "range" });
  expect(sampleWork(exchange(), [dataset(1)], 4).count).toBe(0);
  expect(sampleWork(range, [dataset(1)], 1).count).toBe(0);
  expect(sampleWork(range, [dataset(9, 9)], 4).at(1)).toMatchObject({
    kind: "sample",
    index: 1,
    size: 200,
  });
});

it("cuts a range at even distances of the sample, in the order of the sort", () => {
  const keys = [[5], [1], [4], [2], [3], [6]];
  const by = (descending: boolean) => [{ path: ["n"], descending }];
  expect(chooseSplitters(by(false), keys, 3)).toEqual([[3], [5]]);
  expect(chooseSplitters(by(true), keys, 3)).toEqual([[4], [2]]);
  expect(chooseSplitters(by(false), [[1]], 4)).toEqual([[1], [1], [1]]);
  expect(chooseSplitters(by(false), [], 4)).toEqual([]);
});

const fold = (from: number | null) =>
  node("fold", "f", int, {
    input: overDataset(ref("d")),
    with: { kind: "builtin", function: "sum.int" },
    from: from === null ? null : constant(from),
    fanIn: 3,
  });

it("lets the first partition of a fold take `from`", () => {
  const work = foldWork(fold(0), dataset(1, 1));
  expect([work.at(0), work.at(1)]).toMatchObject([
    { index: 0, first: true },
    { index: 1, first: false },
  ]);
});

const leafSizes = (source: LoadedSource, element: IrType = int): readonly number[] => {
  const work = foldWork({ ...fold(0), input: { ...fold(0).input, element } }, source);
  return Array.from({ length: work.count }, (_, index) => valuesOfLeaf(work.at(index)).length);
};

function valuesOfLeaf(task: TaskWork): readonly Json[] {
  if (task.kind !== "fold" || task.source.kind !== "partition") {
    throw new Error("a leaf folds a partition");
  }
  return task.source.partition.slices.flatMap((slice) =>
    slice.kind === "inline" ? slice.values : [],
  );
}

it.each<[string, LoadedSource, IrType, readonly number[]]>([
  ["1,024 elements of a range", { kind: "range", from: 5, to: 2500 }, int, [1024, 1024, 447]],
  ["nothing of an empty range", { kind: "range", from: 5, to: 5 }, int, []],
  ["1,024 elements of a list", { kind: "list", values: Array(1025).fill(0) }, int, [1024, 1]],
  [
    "64 KB of a list",
    { kind: "list", values: Array(7).fill("a".repeat(20_000)) },
    { kind: "string" },
    [3, 3, 1],
  ],
  [
    "an element that is larger",
    { kind: "list", values: ["a", "b".repeat(70_000), "c"] },
    { kind: "string" },
    [1, 1, 1],
  ],
  [
    "as many references as a merge",
    { kind: "list", values: Array(7).fill({ path: "/a", name: "a", size: 1 }) },
    { kind: "file" },
    [3, 3, 1],
  ],
  ["the partitions of a dataset", dataset(2000, 0, 1), int, [2000, 0, 1]],
])("makes leaves of %s", (_, source, element, sizes) => {
  expect(leafSizes(source, element)).toEqual(sizes);
});

it("has every element of a list or range in one leaf, in order", () => {
  const lists = fc.array(fc.string({ maxLength: 20_000, size: "max" }), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.oneof(
        lists.map((values): LoadedSource => ({ kind: "list", values })),
        fc
          .tuple(fc.integer({ min: -9, max: 9 }), fc.nat({ max: 5000 }))
          .map(([from, length]): LoadedSource => ({ kind: "range", from, to: from + length })),
      ),
      (source) => {
        const work = foldWork(fold(0), source);
        const leaves = Array.from({ length: work.count }, (_, i) => valuesOfLeaf(work.at(i)));
        const { count, at } = taskSources(source);
        expect(leaves.flat()).toEqual(
          Array.from({ length: count }, (_, index) => {
            const each = at(index);
            return each.kind === "element" ? each.value : null;
          }),
        );
      },
    ),
    { seed: 11, numRuns: 50 },
  );
});

it("folds nothing to `from`, and fails without it", () => {
  expect(foldResult(fold(7), [], {})).toEqual({ ok: true, value: 7 });
  expect(foldResult(fold(null), [undefined], {})).toMatchObject({
    ok: false,
    error: {
      kind: "bad-value",
      message: "`fold` has nothing to fold, and no `from` to start with",
    },
  });
});

it("merges neighbours in order until one part is left, whatever is empty", () => {
  const parts = fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 40 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 2, max: 5 }), (leaves, fanIn) => {
      let level: readonly Part[] = leaves.map((leaf) => (leaf === undefined ? undefined : [leaf]));
      for (let depth = 1; level.length > 1; depth++) {
        const merging = mergeLevel(level, fanIn, depth);
        const merged = Array.from({ length: merging.work.count }, (_, i) => {
          const task = merging.work.at(i);
          if (task.kind !== "merge") {
            throw new Error("a level merges");
          }
          expect(task.values.length).toBeGreaterThan(1);
          expect(task.values.length).toBeLessThanOrEqual(fanIn);
          return task.values.flat();
        });
        level = merging.next(merged);
      }
      const whole = leaves.filter((leaf) => leaf !== undefined);
      expect(level[0]).toEqual(whole.length === 0 ? undefined : whole);
    }),
    { seed: 7 },
  );
});

it("reads elements from the manifest where they stand in it, and by a task elsewhere", () => {
  const { manifest } = dataset(2, 2) as Extract<LoadedSource, { kind: "dataset" }>;
  expect(inlineElements(manifest)).toEqual([0, 1, 0, 1]);
  expect(inlineElements(manifest, 3)).toEqual([0, 1, 0]);
  expect(inlineElements(manifest, 0)).toEqual([]);
  const written = {
    ...manifest,
    partitions: manifest.partitions.map((partition) => ({
      ...partition,
      slices: [
        { kind: "rows" as const, key: "k", checksum: 0, records: 2, from: 0, to: 2, schema: 0 },
      ],
    })),
  };
  expect(inlineElements(written)).toBeUndefined();
  expect(takeWork(written, 2)).toMatchObject({ count: 2, partitions: [written.partitions[0]] });
  expect(takeWork(written, 3)).toMatchObject({ partitions: written.partitions });
});

const each = node("each", "e", datasetOf(int), {
  source: { kind: "dataset", value: ref("d"), element: int },
  where: { op: "call", function: "ne", args: [ref("x"), ref("unwanted")] },
  body: region([call("e/f", { a: ref("outer") })], ref("x"), { params: ["x", "i"] }),
  output: "dataset",
});

it("binds element and index, and puts results back into the partitions of their elements", () => {
  const { manifest } = dataset(2, 0, 2) as Extract<LoadedSource, { kind: "dataset" }>;
  const elements = eachElements(each, [10, 11, 12, 13], { unwanted: 11 });
  if (!elements.ok) {
    throw new Error(elements.error.message);
  }
  expect(elements.value).toEqual([
    { index: 0, params: { x: 10, i: 0 } },
    { index: 2, params: { x: 12, i: 2 } },
    { index: 3, params: { x: 13, i: 3 } },
  ]);
  const made = eachStage(manifest, elements.value, ["a", "b", "c"]);
  expect(
    made.partitions.map((_, i) =>
      inlineElements({ ...made, partitions: made.partitions.slice(i, i + 1) }),
    ),
  ).toEqual([["a"], [], ["b", "c"]]);
});

it("tells what a node needs before it starts, without what its regions need", () => {
  expect(mentionsOf(each)).toEqual(["d", "unwanted"]);
  expect(mentionsOf(call("c", { a: add(ref("x"), ref("y")), b: ref("x") }))).toEqual(["x", "y"]);
});
