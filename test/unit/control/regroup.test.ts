import { expect, it } from "vitest";
import type {
  ExchangeManifest,
  ExchangeRuns,
  ProducerRuns,
} from "../../../src/compiler/ir/value.ts";
import { regroupedManifest, wideInputs } from "../../../src/control/exchange.ts";
import { EXCHANGE_LIMITS, regroupWork } from "../../../src/control/regroup.ts";
import { taskSources } from "../../../src/control/source.ts";
import { int } from "../../support/plan-nodes.ts";

const producer = (key: string, partitions: number): ProducerRuns => ({
  key,
  offsets: Array.from({ length: partitions + 1 }, (_, i) => 10 * i),
  records: Array.from({ length: partitions }, (_, i) => i),
  checksums: Array.from({ length: partitions }, (_, i) => 100 + i),
});

const input = (producers: number, partitions: number): ExchangeRuns => ({
  rows: int,
  key: null,
  order: [],
  producers: Array.from({ length: producers }, (_, i) => producer(`p${i}`, partitions)),
});

const manifest = (partitions: number, ...producers: readonly number[]): ExchangeManifest => ({
  schema: 1,
  partitions,
  inputs: producers.map((count) => input(count, partitions)),
  skew: null,
});

it.each([
  [[1000], 250, []],
  [[1001], 1, [0]],
  [[500], 501, [0]],
  [[10, 2000, 1], 20, [1]],
  [[1], 300_000, []],
])(
  "takes two levels for %j producers and %i partitions: inputs %j",
  (producers, partitions, wide) => {
    const shape = manifest(0, ...producers);
    expect(wideInputs({ ...shape, partitions }, EXCHANGE_LIMITS)).toEqual(wide);
  },
);

it("merges neighbouring producers for neighbouring partitions, each range once", () => {
  const work = regroupWork([input(1, 7), input(10, 7)], [1], 7);
  const tasks = Array.from({ length: work.count }, (_, i) => work.at(i));
  const ranges = tasks.flatMap((task) =>
    task.kind === "regroup"
      ? task.runs.producers.map(({ key, records }) => `${key}:${records.join()}`)
      : [],
  );
  expect(tasks).toHaveLength(3 * 3);
  expect(ranges).toHaveLength(10 * 3);
  expect(new Set(ranges).size).toBe(10 * 3);
  expect(work.at(5)).toMatchObject({ input: 1, index: 5, first: 6, partitions: 1 });
});

it("lets the reader of a partition see the regrouped runs that hold it, in the order of producers", () => {
  const direct = manifest(4, 3);
  const work = regroupWork(direct.inputs, [0], 4);
  const made = Array.from({ length: work.count }, (_, i) => {
    const task = work.at(i);
    return task.kind === "regroup"
      ? { ...producer(`r${i}`, task.partitions), first: task.first }
      : expect.fail("no regrouping");
  });
  const regrouped = regroupedManifest(direct, work, made);
  expect(taskSources({ kind: "groups", manifest: regrouped }).at(3)).toMatchObject({
    inputs: [
      {
        producers: [
          { key: "r1", offsets: [10, 20], records: [1] },
          { key: "r3", offsets: [10, 20], records: [1] },
        ],
      },
    ],
  });
});
