import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { createCellReader, writeCell } from "../../../../src/runtime/values/csv-cell.ts";
import { decode } from "../../../../src/runtime/values/decode.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { typedValues } from "../../../support/ir-values.ts";

const optional = (type: IrType): IrType => ({ kind: "optional", type });

it.each<[string, IrType, Json]>([
  ["", { kind: "string" }, ""],
  ["", optional({ kind: "string" }), null],
  ["", optional({ kind: "int" }), null],
  [" 12 ", { kind: "int" }, 12],
  ["1e3", { kind: "float" }, 1000],
  ["NaN", { kind: "float" }, Number.NaN],
  ["true", { kind: "bool" }, true],
  ["90", { kind: "duration" }, 90],
  ["1.5 s", { kind: "duration" }, 1500],
  ["2 KB", { kind: "size" }, 2048],
  [" padded ", { kind: "string" }, " padded "],
  ["a", { kind: "literal", values: ["a", 1] }, "a"],
  ["1", { kind: "literal", values: ["a", 1] }, 1],
  ["reads/a.fq", { kind: "file" }, "reads/a.fq"],
  ["[1,2]", { kind: "list", element: { kind: "int" } }, [1, 2]],
])("reads the cell %j as %j", (cell, type, value) => {
  expect(createCellReader(type)(cell)).toEqual({ ok: true, value });
});

it.each<[string, IrType, string]>([
  ["", { kind: "int" }, "n: expected int, found an empty cell"],
  ["", { kind: "bool" }, "n: expected bool, found an empty cell"],
  ["TRUE", { kind: "bool" }, 'n: expected bool, found "TRUE"'],
  ["1,5", { kind: "float" }, 'n: expected float, found "1,5"'],
  ["b", { kind: "literal", values: ["a"] }, 'n: expected "a", found "b"'],
  ["[1", { kind: "list", element: { kind: "int" } }, 'n: expected int[], found "[1"'],
  ['["a"]', { kind: "list", element: { kind: "int" } }, 'n[0]: expected int, found "a"'],
])("refuses the cell %j", (cell, type, message) => {
  const result = createCellReader(type, "n")(cell);
  expect(result.ok ? "" : result.error.message).toBe(message);
});

it("reads what it writes", () => {
  fc.assert(
    fc.property(typedValues, ({ type, values }) => {
      for (const raw of values) {
        const value = decode(raw, type);
        // A file comes back as its path; an optional string that is empty, and a null as json, as null: see docs/values.md.
        if (!value.ok || !isWritten(value.value, type)) {
          continue;
        }
        expect(createCellReader(type)(writeCell(value.value))).toEqual(value);
      }
    }),
    { seed: 71, numRuns: 500 },
  );
});

function isWritten(value: Json, type: IrType): boolean {
  switch (type.kind) {
    case "file":
    case "text":
    case "json":
      return false;
    case "optional":
      return value === null || (value !== "" && isWritten(value, type.type));
    default:
      return true;
  }
}
