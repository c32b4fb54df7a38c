import { expect, it } from "vitest";
import { createTensor } from "../../../src/sdk/tensor.ts";

it("makes a row-major tensor of zeros", () => {
  expect(createTensor("i64", [2, 3, 4])).toEqual({
    element: "i64",
    shape: [2, 3, 4],
    strides: [12, 4, 1],
    data: new BigInt64Array(24),
  });
});

it("keeps the data it is given", () => {
  const data = Float32Array.of(1, 2);
  expect(createTensor("f32", [2], data).data).toBe(data);
});

it("makes a single number of no dimension, and nothing of an extent of zero", () => {
  expect(createTensor("u8", []).data).toHaveLength(1);
  expect(createTensor("f64", [3, 0]).data).toHaveLength(0);
});

it.each([[[-1]], [[1.5]], [[Number.NaN]], [[2 ** 60]]])("refuses the shape %j", (shape) => {
  expect(() => createTensor("u8", shape)).toThrow(RangeError);
});

it("refuses data of another length", () => {
  expect(() => createTensor("i32", [2, 2], new Int32Array(3))).toThrow(
    "a tensor of [2, 2] has 4 elements, not 3",
  );
});
