import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { parseArgument } from "../../../../src/runtime/values/parse-argument.ts";
import type { Json } from "../../../../src/shared/json.ts";

const INT: IrType = { kind: "int" };
const MODE: IrType = { kind: "literal", values: ["bsp", "asp", 3] };
const POINT: IrType = {
  kind: "record",
  name: "Point",
  fields: [
    { name: "x", type: { kind: "float" } },
    { name: "label", type: { kind: "optional", type: { kind: "string" } } },
  ],
};

it.each<[string, IrType, Json]>([
  ["12", INT, 12],
  [" -7 ", INT, -7],
  ["1.5", { kind: "float" }, 1.5],
  ["3", { kind: "float" }, 3],
  ["NaN", { kind: "float" }, Number.NaN],
  ["true", { kind: "bool" }, true],
  ["", { kind: "string" }, ""],
  [' "quoted" ', { kind: "string" }, ' "quoted" '],
  ["5 s", { kind: "duration" }, 5000],
  ["90s", { kind: "duration" }, 90_000],
  ["1.5h", { kind: "duration" }, 5_400_000],
  ["250", { kind: "duration" }, 250],
  ["512 MB", { kind: "size" }, 512 * 1024 ** 2],
  ["asp", MODE, "asp"],
  ["3", MODE, 3],
  ["null", { kind: "optional", type: INT }, null],
  ["4", { kind: "optional", type: INT }, 4],
  ["[1, 2]", { kind: "list", element: INT }, [1, 2]],
  ['{"x": 1}', POINT, { x: 1, label: null }],
  ['{"b": 1, "a": 2}', { kind: "map", value: INT }, { a: 2, b: 1 }],
  ['{"b": [null]}', { kind: "json" }, { b: [null] }],
  ['"text"', { kind: "json" }, "text"],
  ["../data/*.md", { kind: "dataset", element: { kind: "file" } }, "../data/*.md"],
  ["a.txt", { kind: "file" }, "a.txt"],
])("reads %j as %j", (text, type, value) => {
  expect(parseArgument(text, type)).toEqual({ ok: true, value });
});

it.each<[string, IrType, string]>([
  ["twelve", INT, 'expected int, such as 12, found "twelve"'],
  ["1.0", INT, 'expected int, such as 12, found "1.0"'],
  ["9007199254740992", INT, "expected int"],
  ["yes", { kind: "bool" }, 'expected bool, such as true, found "yes"'],
  ["5 parsecs", { kind: "duration" }, 'expected duration, such as 90 s, found "5 parsecs"'],
  ["5 s", { kind: "size" }, 'expected size, such as 512 MB, found "5 s"'],
  ["ssp", MODE, 'expected bsp or asp or 3, found "ssp"'],
  ["x", { kind: "optional", type: INT }, "expected int, such as 12"],
  ["1, 2", { kind: "list", element: INT }, "expected int[] as JSON, such as [12]"],
  ["[1.5]", { kind: "list", element: INT }, "[0]: expected int, found 1.5, such as [12]"],
  ['{"y": 1}', POINT, "only the fields `x`, `label`, found `y`"],
  ["{}", POINT, 'x: expected float, found nothing, such as {"x":0.5,"label":"text"}'],
  ["", { kind: "json" }, "expected json as JSON"],
  ['{"x": 1, "x": 2}', POINT, '"x" stands twice in one object'],
  ["1", { kind: "stream", element: INT }, "cannot be written as an argument"],
])("refuses %j", (text, type, message) => {
  const result = parseArgument(text, type);
  expect(result.ok ? "" : result.error).toContain(message);
});
