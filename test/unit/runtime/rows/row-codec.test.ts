import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { createByteSink } from "../../../../src/runtime/rows/byte-sink.ts";
import { createByteSource } from "../../../../src/runtime/rows/byte-source.ts";
import { inlineBytes, rawBytes } from "../../../../src/runtime/rows/inline-bytes.ts";
import { rowCodec } from "../../../../src/runtime/rows/row-codec.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { typedValues } from "../../../support/ir-values.ts";

it("reads back what it wrote, for values of any type", () => {
  fc.assert(
    fc.property(typedValues, ({ type, values }) => {
      const { encode, decode } = rowCodec(type);
      const sink = createByteSink(1);
      for (const value of values) {
        encode(sink, value);
      }
      const source = createByteSource(sink.buffer.subarray(0, sink.position));
      expect(values.map(() => decode(source))).toEqual(values);
      expect(source.position).toBe(sink.position);
    }),
    { seed: 7, numRuns: 400 },
  );
});

const record = (fields: { readonly [name: string]: IrType }): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});

const examples: readonly (readonly [IrType, Json, string])[] = [
  [{ kind: "null" }, null, ""],
  [{ kind: "bool" }, true, "01"],
  [{ kind: "int" }, 0, "00"],
  [{ kind: "int" }, -0, "00"],
  [{ kind: "int" }, 63, "3f"],
  [{ kind: "int" }, 64, "8001"],
  [{ kind: "int" }, -1, "41"],
  [{ kind: "int" }, -64, "c001"],
  [{ kind: "int" }, Number.MAX_SAFE_INTEGER, "bfffffffffffff1f"],
  [{ kind: "int" }, Number.MIN_SAFE_INTEGER, "ffffffffffffff1f"],
  [{ kind: "float" }, 1.5, "000000000000f83f"],
  [{ kind: "float" }, Number.NaN, "000000000000f87f"],
  [{ kind: "size" }, 1, "01"],
  [{ kind: "string" }, "", "00"],
  [{ kind: "string" }, "aä", "0361c3a4"],
  [{ kind: "string" }, "\ud800", "03efbfbd"],
  [{ kind: "literal", values: ["a", 1] }, 1, "01"],
  [{ kind: "optional", type: { kind: "bool" } }, null, "00"],
  [{ kind: "optional", type: { kind: "bool" } }, false, "0100"],
  [{ kind: "list", element: { kind: "int" } }, [1, 2], "020102"],
  [
    { kind: "map", value: { kind: "int" } },
    { "\u{1F600}": 1, "\uFF5E": 2, b: 3 },
    "0301620303efbd9e0204f09f988001",
  ],
  [record({ b: { kind: "int" }, a: { kind: "bool" } }), { a: true, b: 5 }, "0501"],
  [{ kind: "json" }, { a: [null] }, "0c7b2261223a5b6e756c6c5d7d"],
  [{ kind: "file" }, { path: "/a", name: "a", size: 2 }, "022f61016102"],
  [{ kind: "text" }, { ranges: [{ path: "f", start: 0, end: 1 }], size: 1 }, "0101660001"],
  [{ kind: "bytes" }, { inline: "AQI=", size: 2 }, "00020102"],
  [{ kind: "bytes" }, { ranges: [], size: 0 }, "0100"],
];

it.each(examples)("writes %j %j as %s", (type, value, hex) => {
  const sink = createByteSink(4);
  rowCodec(type).encode(sink, value);
  expect(sink.buffer.toString("hex", 0, sink.position)).toBe(hex);
});

it("writes a missing optional field as null and leaves out fields that are not declared", () => {
  const type = record({ a: { kind: "optional", type: { kind: "int" } } });
  const sink = createByteSink(4);
  rowCodec(type).encode(sink, { extra: 1 });
  expect(rowCodec(type).decode(createByteSource(sink.buffer))).toEqual({ a: null });
});

it("keeps inline bytes as they are until someone asks for base64", () => {
  const sink = createByteSink(4);
  rowCodec({ kind: "bytes" }).encode(sink, inlineBytes(Uint8Array.of(1, 2, 3)) as Json);
  const value = rowCodec({ kind: "bytes" }).decode(createByteSource(sink.buffer));
  expect(JSON.stringify(value)).toBe('{"size":3,"inline":"AQID"}');
  expect([...rawBytes({ inline: "AQID", size: 3 })]).toEqual([1, 2, 3]);
});
