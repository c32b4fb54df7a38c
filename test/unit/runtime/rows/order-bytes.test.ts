import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { createByteSink } from "../../../../src/runtime/rows/byte-sink.ts";
import { orderWriter } from "../../../../src/runtime/rows/order-bytes.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { compareValues } from "../../../../src/shared/order.ts";
import { record, string } from "../../../support/node-builder.ts";
import { int } from "../../../support/plan-builder.ts";

const float: IrType = { kind: "float" };
const bool: IrType = { kind: "bool" };
const optional = (type: IrType): IrType => ({ kind: "optional", type });

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom("\0", "\x01", "a", "ä", "\u{FFFF}", "\u{1F600}"),
    maxLength: 4,
  }),
  fc.string(),
);
const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, 2 ** 53 - 1, 1 - 2 ** 53));

const values: readonly (readonly [string, IrType, fc.Arbitrary<Json>])[] = [
  ["bool", bool, fc.boolean()],
  ["int", int, fc.maxSafeInteger()],
  ["float", float, number],
  ["string", string, text],
  ["string?", optional(string), fc.option(text)],
  [
    "a record of a string and what follows it",
    record({ a: string, b: optional(float), c: string }),
    fc.record({ a: text, b: fc.option(number), c: text }) as fc.Arbitrary<Json>,
  ],
];

function bytesOf(type: IrType, descending: boolean, value: Json): Buffer {
  const sink = createByteSink(1);
  orderWriter(type, descending)(sink, value);
  return sink.buffer.subarray(0, sink.position);
}

it.each(values)(
  "orders the bytes of %s as its values, and inverted the other way",
  (_, type, value) => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = Math.sign(compareValues(a, b));
        expect(Buffer.compare(bytesOf(type, false, a), bytesOf(type, false, b))).toBe(order);
        expect(Buffer.compare(bytesOf(type, true, a), bytesOf(type, true, b))).toBe(0 - order);
      }),
      { seed: 17, numRuns: 500 },
    );
  },
);

it("writes the bytes of values one after the other, none of which begins another", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      fc.pre(a !== b);
      const [x, y] = [bytesOf(string, false, a), bytesOf(string, false, b)];
      expect(x.subarray(0, y.length).equals(y)).toBe(false);
    }),
    { seed: 18, numRuns: 300 },
  );
});
