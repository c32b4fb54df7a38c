import fc from "fast-check";
import { expect, it } from "vitest";
import type { Partition, Slice, StageManifest } from "../../../src/compiler/ir/value.ts";
import {
  chunksStage,
  concatenate,
  datasetValue,
  filesStage,
  inlineStage,
  PACKED_BYTES,
  PACKED_FILES,
  recut,
  stageOf,
} from "../../../src/control/dataset.ts";
import { int, listOf } from "../../support/plan-nodes.ts";

const rows = (key: string, from: number, to: number, schema = 0): Slice => ({
  kind: "rows",
  key,
  checksum: 1,
  records: 1_000,
  from,
  to,
  schema,
});

const partition = (...slices: readonly Slice[]): Partition => {
  const records = slices.reduce(
    (sum, slice) => sum + (slice.kind === "rows" ? slice.to - slice.from : slice.values.length),
    0,
  );
  return { records, bytes: records * 10, slices };
};

const stage = (...partitions: readonly Partition[]): StageManifest => ({
  schema: 1,
  schemas: [int],
  partitions,
});

/** Every record, named by its object and number. */
const recordsOf = (manifest: StageManifest) =>
  manifest.partitions.flatMap(({ slices }) =>
    slices.flatMap((slice) =>
      slice.kind === "rows"
        ? Array.from({ length: slice.to - slice.from }, (_, i) => `${slice.key}${slice.from + i}`)
        : slice.values.map(String),
    ),
  );

const file = (size: number, name = "f") => ({ path: `/${name}`, name, size });

it("packs consecutive files until they have 64 MB or are 32", () => {
  const counts = (sizes: readonly number[]) =>
    filesStage(sizes.map((size) => file(size))).partitions.map(({ records }) => records);

  expect(counts([])).toEqual([]);
  expect(counts([1, 1, 1])).toEqual([3]);
  expect(counts(Array.from({ length: 33 }, () => 0))).toEqual([PACKED_FILES, 1]);
  expect(counts([PACKED_BYTES, 1, 1])).toEqual([1, 2]);
  expect(counts([PACKED_BYTES - 1, 1, 1])).toEqual([2, 1]);
});

it("counts the bytes of files and chunks, not of their descriptions", () => {
  expect(datasetValue("k", filesStage([file(7), file(5)]))).toEqual({
    manifest: "k",
    partitions: 1,
    records: 2,
    bytes: 12,
  });
  const chunk = (end: number) => ({ ranges: [{ path: "/f", start: 0, end }], size: end });
  expect(datasetValue("k", chunksStage([chunk(3), chunk(4)]))).toEqual({
    manifest: "k",
    partitions: 2,
    records: 2,
    bytes: 7,
  });
});

it("lists equal schemas once, and points slices at them", () => {
  const other = listOf(int);
  const written = [
    { schema: int, partition: partition(rows("a", 0, 1)) },
    { schema: other, partition: partition(rows("b", 0, 1)) },
    { schema: { ...int }, partition: partition(rows("c", 0, 1)) },
  ];
  const manifest = stageOf(written);
  const schemas = manifest.partitions.map(({ slices }) =>
    slices.map((slice) => (slice.kind === "rows" ? manifest.schemas[slice.schema] : null)),
  );
  expect(manifest.schemas).toEqual([int, other]);
  expect(schemas).toEqual([[int], [other], [int]]);
});

it("concatenates without touching the partitions but for their schemas", () => {
  const first = stage(partition(rows("a", 0, 3)), partition());
  const second: StageManifest = {
    ...stage(partition(rows("b", 5, 6, 1))),
    schemas: [listOf(int), int],
  };
  const both = concatenate([first, second]);

  expect(both.schemas).toEqual([int, listOf(int)]);
  expect(both.partitions).toEqual([
    partition(rows("a", 0, 3)),
    partition(),
    partition(rows("b", 5, 6, 0)),
  ]);
  expect(concatenate([])).toEqual({ schema: 1, schemas: [], partitions: [] });
});

it("recuts rows and inline values across partitions", () => {
  const manifest = stage(
    partition(rows("a", 10, 13)),
    partition(),
    partition({ kind: "inline", values: [1, 2] }, rows("b", 0, 2)),
  );
  expect(recut(manifest, 3).partitions).toEqual([
    partition(rows("a", 10, 13)),
    partition({ kind: "inline", values: [1, 2] }),
    partition(rows("b", 0, 2)),
  ]);
  expect(recut(stage(), 2).partitions).toEqual([partition(), partition()]);
});

const manifests = fc
  .array(
    fc.array(
      fc.oneof(
        fc.tuple(fc.nat(50), fc.nat(8)).map(([from, length]) => rows("o", from, from + length)),
        fc.array(fc.nat(9), { maxLength: 5 }).map((values): Slice => ({ kind: "inline", values })),
      ),
      { maxLength: 4 },
    ),
    { maxLength: 6 },
  )
  .map((partitions) => stage(...partitions.map((slices) => partition(...slices))));

it("recuts to the same records in order, in partitions that differ by one at most", () => {
  fc.assert(
    fc.property(manifests, fc.integer({ min: 1, max: 12 }), (manifest, into) => {
      const cut = recut(manifest, into);
      const counts = cut.partitions.map(({ records }) => records);
      expect(recordsOf(cut)).toEqual(recordsOf(manifest));
      expect(
        cut.partitions.map((part) => recordsOf({ ...cut, partitions: [part] }).length),
      ).toEqual(counts);
      expect(counts).toHaveLength(into);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(cut.partitions.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
        manifest.partitions.reduce((sum, { bytes }) => sum + bytes, 0),
      );
    }),
    { seed: 7 },
  );
});

it("keeps inline values partition by partition", () => {
  expect(inlineStage([[1, "ab"], []]).partitions).toEqual([
    { records: 2, bytes: 7, slices: [{ kind: "inline", values: [1, "ab"] }] },
    { records: 0, bytes: 0, slices: [] },
  ]);
});
