/**
 * FLOW3xxx: dimensions of tensors.
 *
 * To add a code: take the number after the last FLOW3xxx of `docs/diagnostics.md`, write the entry, report it with
 * `report(sink, "FLOWnnnn", span, args)`, and add a case under `test/golden/cases/` whose `expected.diagnostics.txt` shows
 * it. The example must yield exactly that code. Numbers are never changed or used again; what is retired moves to
 * `retired.ts`.
 */
import type { CodeEntry } from "../code-entry.ts";

export const dimensionCodes = {
  FLOW3008: {
    severity: "error",
    summary: "Incomplete tensor type",
    message: () => "a tensor has an element type and dimensions",
    explanation:
      "A tensor type says what its elements are (`f32`, `f64`, `i32`, `i64` or `u8`) and how " +
      "many dimensions it has: `tensor<f32>[m, n]`. An extent that is related to nothing is " +
      "`_`.",
    example:
      'function norm(x: tensor) -> float from "./norm.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
  FLOW3011: {
    severity: "error",
    summary: "Not a dimension",
    message: () => "a dimension is a whole number, a name, or made of those by `+ - * / %`",
    explanation:
      "Dimensions are integer expressions over the names of the signature; `_` is an extent " +
      "related to nothing.",
    example:
      'function norm(x: tensor<f32>[1.5]) -> float from "./norm.ts"\n' +
      "workflow main(n: int) -> int {\n" +
      "  return n\n" +
      "}\n",
  },
  FLOW3012: {
    severity: "error",
    summary: "Dimensions on another type",
    message: (args: { type: string }) => `only \`tensor\` has dimensions, found \`${args.type}\``,
    explanation:
      "Dimensions in brackets belong to `tensor<e>[m, n]`. A list is written with empty ones: " +
      "`T[]`.",
    example: "workflow main(n: int[3]) -> int {\n" + "  return 1\n" + "}\n",
  },
  FLOW3015: {
    severity: "error",
    summary: "Dimensions do not agree",
    message: (args: { axis: number; expected: string; found: string }) =>
      `dimension ${args.axis + 1} does not agree: expected \`${args.expected}\`, found \`${args.found}\``,
    explanation:
      "The extents are equal for no values of the names in them, so the run could not succeed. " +
      "Extents that are equal only for some values are checked when the headers of the data " +
      "have been read.",
    example:
      'function gemm(a: tensor<f32>[m, k], b: tensor<f32>[k, n]) -> tensor<f32>[m, n] from "./gemm.ts"\n' +
      "workflow main(a: tensor<f32>[4, 8], b: tensor<f32>[9, 2]) -> tensor<f32>[4, 2] {\n" +
      "  return gemm(a, b)\n" +
      "}\n",
  },
  FLOW3022: {
    severity: "error",
    summary: "Dimension that cannot be read",
    message: (args: { name: string }) =>
      `the value of dimension \`${args.name}\` cannot be read from a parameter`,
    explanation:
      "A name in the dimensions of a workflow's parameters is a constant of its body where one " +
      "axis of a tensor parameter is this name alone. Here it stands only inside an " +
      "expression, or in the elements of a dataset or list.",
    example: "workflow main(x: tensor<f32>[2 * n]) -> int {\n" + "  return n\n" + "}\n",
  },
} as const satisfies Readonly<Record<`FLOW3${string}`, CodeEntry>>;
