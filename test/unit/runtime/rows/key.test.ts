import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { hasNull, keyReader, partitionOf } from "../../../../src/runtime/rows/key.ts";
import type { Json } from "../../../../src/shared/json.ts";

const MODULUS = 2 ** 32;

/** The specification of docs/runtime.md, written for clarity. */
function canonicalBytes(key: Json): readonly number[] {
  if (key === null) {
    return [0];
  }
  if (typeof key === "boolean") {
    return [key ? 2 : 1];
  }
  if (typeof key === "number") {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(key));
    return [3, ...bytes];
  }
  return typeof key === "string"
    ? [4, ...Buffer.from(key), 0xff]
    : Object.values(key).flatMap(canonicalBytes);
}

function specifiedHash(key: Json): number {
  let state = 0x811c9dc5n;
  for (const byte of canonicalBytes(key)) {
    state = ((state ^ BigInt(byte)) * 0x01000193n) % BigInt(MODULUS);
  }
  state = ((state ^ (state >> 16n)) * 0x85ebca6bn) % BigInt(MODULUS);
  state = ((state ^ (state >> 13n)) * 0xc2b2ae35n) % BigInt(MODULUS);
  return Number(state ^ (state >> 16n));
}

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", "a\udc00b"),
);

it("hashes keys as specified", () => {
  fc.assert(
    fc.property(
      fc.oneof(scalar, fc.dictionary(fc.string(), scalar, { maxKeys: 3 })),
      fc.integer({ min: 1, max: 1000 }),
      (key, partitions) => {
        expect(partitionOf(key as Json, partitions)).toBe(specifiedHash(key as Json) % partitions);
      },
    ),
    { seed: 11, numRuns: 500 },
  );
});

it("spreads keys evenly", () => {
  for (const keys of [
    Array.from({ length: 20_000 }, (_, index) => index),
    Array.from({ length: 20_000 }, (_, index) => `user${index}`),
    Array.from({ length: 20_000 }, (_, index) => index * 4096),
  ]) {
    for (const partitions of [2, 7, 16, 100]) {
      const counts = new Array<number>(partitions).fill(0);
      for (const key of keys) {
        const partition = partitionOf(key, partitions);
        counts[partition] = (counts[partition] ?? 0) + 1;
      }
      const mean = keys.length / partitions;
      expect(Math.max(...counts)).toBeLessThan(mean + 6 * Math.sqrt(mean));
    }
  }
});

it("reads keys along paths and finds nulls in them", () => {
  expect(keyReader({ kind: "path", path: [] })(5)).toBe(5);
  expect(keyReader({ kind: "path", path: ["a"] })({ a: 1 })).toBe(1);
  expect(keyReader({ kind: "path", path: ["a", "b"] })({ a: null })).toBeNull();
  const record = keyReader({
    kind: "record",
    fields: [
      { name: "x", path: ["a", "b"] },
      { name: "y", path: ["c"] },
    ],
  });
  expect(record({ a: { b: 1 }, c: null })).toEqual({ x: 1, y: null });
  expect(hasNull(record({ a: { b: 1 }, c: null }))).toBe(true);
  expect(hasNull(record({ a: { b: 1 }, c: "" }))).toBe(false);
});

it("has the partitions that the documentation gives as examples", () => {
  const document = readFileSync(new URL("../../../../docs/runtime.md", import.meta.url), "utf8");
  const rows = [
    ...document.matchAll(/^\| `(.+)` \| `([0-9a-f ]+)` \| `\w{8}` \| `(\w{8})` \| (\d) \|$/gmu),
  ];
  expect(rows).toHaveLength(10);
  for (const [, text = "", bytes = "", mixed = "", partition] of rows) {
    const key = JSON.parse(text) as Json;
    expect(Buffer.from(canonicalBytes(key)).toString("hex"), text).toBe(bytes.replaceAll(" ", ""));
    expect(specifiedHash(key), text).toBe(Number.parseInt(mixed, 16));
    expect(partitionOf(key, 7), text).toBe(Number(partition));
  }
});
