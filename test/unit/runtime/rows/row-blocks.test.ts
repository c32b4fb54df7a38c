import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import type { Failure } from "../../../../src/runtime/failure.ts";
import type { RowRange } from "../../../../src/runtime/rows/block-reader.ts";
import { readRows } from "../../../../src/runtime/rows/row-reader.ts";
import { createRowWriter } from "../../../../src/runtime/rows/row-writer.ts";
import { createMemoryStore, type MemoryStore } from "../../../../src/runtime/store/memory.ts";
import { TaskError } from "../../../../src/runtime/task-error.ts";
import type { Json } from "../../../../src/shared/json.ts";

const text: IrType = { kind: "string" };
const rows = Array.from({ length: 9000 }, (_, index) => `row ${index} ${"x".repeat(index % 60)}`);

function written(store: MemoryStore, values: readonly Json[]): RowRange {
  const writer = store.taskStore("").create("rows");
  const rowWriter = createRowWriter(text, (block) => writer.write(block));
  for (const value of values) {
    rowWriter.write(value);
  }
  rowWriter.flush();
  const { size } = writer;
  return { location: "store:rows", start: 0, end: size, records: values.length, ...writer.close() };
}

function read(store: MemoryStore, range: RowRange, from?: number, to?: number): readonly Json[] {
  return [...readRows(store.taskStore(""), text, range, from, to)].flat();
}

it("reads any range of records of several blocks", () => {
  const store = createMemoryStore();
  const range = written(store, rows);
  expect(range.end).toBeGreaterThan(4 * 64 * 1024);
  fc.assert(
    fc.property(fc.nat(rows.length), fc.nat(rows.length), (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      expect(read(store, range, from, to)).toEqual(rows.slice(from, to));
    }),
    { seed: 3, numRuns: 40 },
  );
  expect(read(store, range)).toEqual(rows);
});

it("writes nothing for no rows, and a block of its own for a huge one", () => {
  const store = createMemoryStore();
  expect(read(store, written(store, []))).toEqual([]);
  const huge = ["a", "h".repeat(300_000), "b"];
  expect(read(store, written(store, huge))).toEqual(huge);
});

it("finds every flipped byte and every truncation", async () => {
  const store = createMemoryStore();
  const range = written(store, rows.slice(0, 50));
  const whole = await store.get("rows");
  const bytes = whole.ok ? whole.value : expect.fail("no object");
  for (let at = 0; at < bytes.length; at += 3) {
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    await store.put("rows", damaged);
    expect(
      failure(() => read(store, range)),
      `byte ${at}`,
    ).toMatchObject({
      kind: "store",
      retryable: true,
    });
    await store.put("rows", bytes.slice(0, at));
    expect(
      failure(() => read(store, range)),
      `cut at ${at}`,
    ).toMatchObject({
      kind: "store",
      retryable: true,
    });
  }
});

it("finds an object that is whole but not the one that was written", () => {
  const store = createMemoryStore();
  const range = written(store, ["a", "b"]);
  written(store, ["a", "c"]);
  expect(failure(() => read(store, range)).message).toMatch(/checksum/u);
});

function failure(operation: () => unknown): Failure {
  try {
    operation();
  } catch (error) {
    if (error instanceof TaskError) {
      return error.failure;
    }
    throw error;
  }
  expect.fail("no failure");
}
