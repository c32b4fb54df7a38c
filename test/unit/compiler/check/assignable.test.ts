import { expect, it } from "vitest";
import { codesOf } from "../../../support/check-text.ts";

const declarations = `
type Small = { a: int }
type Wide = { a: int, b: string }
type Maybe = { a: int? }
`;

/** Whether a value of one written type may be returned as another. */
function fits(from: string, to: string): boolean {
  return (
    codesOf(`${declarations}workflow main(x: ${from}) -> ${to} {\n  return x\n}\n`).length === 0
  );
}

it.each([
  ["int", "int"],
  ["int", "float"],
  ["int", "int?"],
  ["int?", "float?"],
  ["1 | 2", "int"],
  ["1 | 2", "float"],
  ['"a" | "b"', "string"],
  ['"a"', '"a" | "b"'],
  ["int[]", "float[]"],
  ["int[]", "int?[]"],
  ["Wide", "Small"],
  ["Small", "Maybe"],
  ["Wide[]", "Maybe[]"],
  ["map<string, int>", "map<string, float>"],
  ["dataset<Wide>", "dataset<Small>"],
  ["Wide", "json"],
  ["int?[]", "json"],
  ["size", "json"],
  ["file", "text"],
  ["file", "bytes"],
  ["file", "text?"],
  ["files", "dataset<file>"],
  ["tensor<f32>[m, n]", "tensor<f32>[m, n]"],
  ["tensor<f32>[2 * m, n]", "tensor<f32>[m + m, _]"],
  ["tensor<f32>[m, n]", "tensor<f32>[n, m]"],
])("%s fits %s", (from, to) => {
  expect(fits(from, to)).toBe(true);
});

it.each([
  ["float", "int"],
  ["int?", "int"],
  ["int", "string"],
  ["string", "int"],
  ["string", '"a" | "b"'],
  ['"a" | "b"', '"a"'],
  ["int", "bool"],
  ["size", "int"],
  ["int", "size"],
  ["duration", "size"],
  ["Small", "Wide"],
  ["Maybe", "Small"],
  ["int?[]", "int[]"],
  ["Small", "map<string, int>"],
  ["dataset<int>", "int[]"],
  ["int[]", "dataset<int>"],
  ["string", "file"],
  ["file", "string"],
  ["text", "file"],
  ["file", "json"],
  ["model", "json"],
  ["file[]", "text[]"],
  ["tensor<f32>[m]", "tensor<f64>[m]"],
  ["tensor<f32>[m]", "tensor<f32>[m, m]"],
  ["tensor<f32>[m]", "tensor<f32>[m + 1]"],
])("%s does not fit %s", (from, to) => {
  expect(fits(from, to)).toBe(false);
});
