import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { formatValue } from "../../../../src/runtime/values/format-value.ts";
import type { Json } from "../../../../src/shared/json.ts";

const SIZE: IrType = { kind: "size" };
const STRING: IrType = { kind: "string" };

it.each<[Json, IrType, string]>([
  [1_572_864, SIZE, "1.5 MB"],
  [120_000, { kind: "duration" }, "2 min"],
  [0.1, { kind: "float" }, "0.1"],
  [Number.NaN, { kind: "float" }, "NaN"],
  [null, { kind: "optional", type: SIZE }, "null"],
  [2048, { kind: "optional", type: SIZE }, "2 KB"],
  ["plain text", STRING, "plain text"],
  ["tab\tand\u001bescape\u2028", STRING, "tab\\tand\\u001bescape\\u2028"],
  ["hunter2", { kind: "secret" }, "(secret)"],
  [[1024, 1], { kind: "list", element: SIZE }, "[1 KB, 1 B]"],
  [{ a: 1024 }, { kind: "map", value: SIZE }, "{ a: 1 KB }"],
  [{}, { kind: "map", value: SIZE }, "{}"],
  [
    { n: 1, s: "x" },
    {
      kind: "record",
      name: null,
      fields: [
        { name: "s", type: STRING },
        { name: "n", type: SIZE },
      ],
    },
    "{ s: x, n: 1 B }",
  ],
  [{ path: "/data/a.txt", name: "a.txt", size: 3 }, { kind: "file" }, "a.txt"],
  [{ a: [1, "x"] }, { kind: "json" }, '{"a":[1,"x"]}'],
])("shows %j as %j", (value, type, text) => {
  expect(formatValue(value, type)).toBe(text);
});

it("cuts at the width, by code points", () => {
  expect(formatValue("abcdef", STRING, 6)).toBe("abcdef");
  expect(formatValue("abcdef", STRING, 5)).toBe("abcd…");
  expect(formatValue("😀😀😀", STRING, 3)).toBe("😀😀😀");
  expect(formatValue("😀😀😀😀", STRING, 3)).toBe("😀😀…");
});
