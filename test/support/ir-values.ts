/** Random types of rows with values of them, for property tests. */
import fc from "fast-check";
import type { IrType } from "../../src/compiler/ir/type.ts";
import type { Json } from "../../src/shared/json.ts";

export interface TypedValues {
  readonly type: IrType;
  readonly values: readonly Json[];
}

interface TypeWithValues {
  readonly type: IrType;
  readonly value: fc.Arbitrary<Json>;
}

const unicode = fc.string({ unit: "binary", maxLength: 70 });
const float = fc.double();
const size = fc.nat().map(Number);
const leaves: readonly TypeWithValues[] = [
  { type: { kind: "null" }, value: fc.constant(null) },
  { type: { kind: "bool" }, value: fc.boolean() },
  { type: { kind: "int" }, value: fc.maxSafeInteger().map((value) => value + 0) },
  { type: { kind: "float" }, value: float },
  { type: { kind: "duration" }, value: size },
  { type: { kind: "size" }, value: size },
  { type: { kind: "string" }, value: unicode },
  {
    type: { kind: "literal", values: ["bsp", 7, "ä"] },
    value: fc.constantFrom<Json>("bsp", 7, "ä"),
  },
  {
    type: { kind: "json" },
    value: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
  },
  {
    type: { kind: "file" },
    value: fc.record({ path: unicode, name: unicode, size }),
  },
  {
    type: { kind: "text" },
    value: fc.array(fc.tuple(unicode, size, size), { maxLength: 3 }).map((ranges) => ({
      ranges: ranges.map(([path, start, length]) => ({ path, start, end: start + length })),
      size: ranges.reduce((sum, [, , length]) => sum + length, 0),
    })),
  },
];

function typeOfDepth(depth: number): fc.Arbitrary<TypeWithValues> {
  const leaf = fc.constantFrom(...leaves);
  if (depth === 0) {
    return leaf;
  }
  const inner = typeOfDepth(depth - 1);
  return fc.oneof(
    leaf,
    inner
      .filter(({ type }) => type.kind !== "optional" && type.kind !== "null")
      .map(({ type, value }) => ({
        type: { kind: "optional" as const, type },
        value: fc.option(value),
      })),
    inner.map(({ type, value }) => ({
      type: { kind: "list" as const, element: type },
      value: fc.array(value, { maxLength: 4 }),
    })),
    inner.map(({ type, value }) => ({
      type: { kind: "map" as const, value: type },
      value: fc
        .array(fc.tuple(fc.oneof(unicode, fc.constant("__proto__")), value), { maxLength: 4 })
        .map((entries): Json => Object.fromEntries(entries)),
    })),
    fc
      .uniqueArray(fc.tuple(fc.oneof(unicode, fc.constant("__proto__")), inner), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((fields) => ({
        type: {
          kind: "record" as const,
          name: null,
          fields: fields.map(([name, { type }]) => ({ name, type })),
        },
        value: fc
          .tuple(...fields.map(([, { value }]) => value))
          .map(
            (values): Json =>
              Object.fromEntries(fields.map(([name], index) => [name, values[index] ?? null])),
          ),
      })),
  );
}

/** A type, and a list of values of it. */
export const typedValues: fc.Arbitrary<TypedValues> = typeOfDepth(3).chain(({ type, value }) =>
  fc.array(value, { maxLength: 12 }).map((values) => ({ type, values })),
);
