import fc from "fast-check";
import { expect, it } from "vitest";
import type { IrType } from "../../../../src/compiler/ir/type.ts";
import { createDecoder, decode, project } from "../../../../src/runtime/values/decode.ts";
import { canonicalJson } from "../../../../src/shared/canonical-json.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { typedValues } from "../../../support/ir-values.ts";

const INT: IrType = { kind: "int" };
const FLOAT: IrType = { kind: "float" };
const STRING: IrType = { kind: "string" };
const JSON_TYPE: IrType = { kind: "json" };
const optional = (type: IrType): IrType => ({ kind: "optional", type });
const list = (element: IrType): IrType => ({ kind: "list", element });
const map = (value: IrType): IrType => ({ kind: "map", value });
const record = (fields: Readonly<Record<string, IrType>>): IrType => ({
  kind: "record",
  name: null,
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const COUNT = record({ word: STRING, n: INT });
const class_ = class Count {
  word = "a";
  get n(): number {
    return 3;
  }
};

it("reads back what it was written as", () => {
  fc.assert(
    fc.property(typedValues, ({ type, values }) => {
      for (const value of values) {
        const inside = decode(value, type);
        const text = canonicalJson(inside.ok ? inside.value : "no value");
        const outside = decode(JSON.parse(text), type);
        expect(outside).toEqual(inside);
        expect(outside.ok ? canonicalJson(outside.value) : "").toBe(text);
      }
    }),
    { seed: 61, numRuns: 500 },
  );
});

it("does not change what it made", () => {
  fc.assert(
    fc.property(typedValues, ({ type, values }) => {
      for (const value of values) {
        const once = decode(value, type);
        expect(once.ok ? decode(once.value, type) : undefined).toEqual(once);
      }
    }),
    { seed: 62, numRuns: 300 },
  );
});

/** References are the business of those who read them. */
const holdsReference = (type: IrType): boolean => /"(?:file|text)"/u.test(JSON.stringify(type));

it("decodes anything to a value or a problem with a message", () => {
  fc.assert(
    fc.property(
      typedValues.filter(({ type }) => !holdsReference(type)),
      fc.anything({ withDate: true, withMap: true, withBigInt: true, withNullPrototype: true }),
      ({ type }, value) => {
        const result = decode(value, type, "x");
        expect(result.ok ? canonicalJson(result.value) : result.error.message).toBeTypeOf("string");
      },
    ),
    { seed: 63, numRuns: 1000 },
  );
});

it("gives an exact value back itself", () => {
  const value = { word: "a", n: 3 };
  const result = decode(value, COUNT);
  expect(result.ok && result.value).toBe(value);
});

it.each<[string, unknown, IrType, Json]>([
  ["-0 of a float is 0", -0, FLOAT, 0],
  ["-0 of an int is 0", -0, INT, 0],
  ["NaN by name", "NaN", FLOAT, Number.NaN],
  ["an infinity by name", "-Infinity", FLOAT, Number.NEGATIVE_INFINITY],
  ["a lone surrogate", "a\ud800", STRING, "a\ufffd"],
  ["a missing field", {}, record({ a: optional(INT) }), { a: null }],
  ["an undefined field", { a: undefined }, record({ a: optional(INT) }), { a: null }],
  ["undefined itself", undefined, optional(INT), null],
  ["extra fields", { x: 1, n: 1, word: "a" }, COUNT, { word: "a", n: 1 }],
  ["an instance of a class", new class_(), COUNT, { word: "a", n: 3 }],
  [
    "a Map as a record",
    new Map<string, unknown>([
      ["n", 1],
      ["word", "a"],
    ]),
    COUNT,
    { word: "a", n: 1 },
  ],
  [
    "a Map as a map",
    new Map([
      ["b", 1],
      ["a", 2],
    ]),
    map(INT),
    { a: 2, b: 1 },
  ],
  ["an object as a map", { b: -0, a: 2 }, map(FLOAT), { a: 2, b: 0 }],
  ["a typed array", new Int32Array([1, 2]), list(INT), [1, 2]],
  ["a size with a unit", "1.5 KB", { kind: "size" }, 1536],
  ["a duration with a unit", "2min", { kind: "duration" }, 120_000],
  [
    "json with what JSON has not",
    { a: Number.NaN, b: undefined, c: [-0] },
    JSON_TYPE,
    { a: "NaN", c: [0] },
  ],
  ["a path as a file", "a/b.txt", { kind: "file" }, "a/b.txt"],
  ["a field called constructor", {}, record({ constructor: optional(INT) }), { constructor: null }],
])("normalises %s", (_, value, type, expected) => {
  expect(decode(value, type)).toEqual({ ok: true, value: expected });
});

it("orders the keys of maps: indices by number, then the rest by code point", () => {
  const result = decode(
    { b: 1, "\u{10000}": 2, "\uffff": 3, a: 4, "10": 5, "9": 6, "01": 7 },
    map(INT),
  );
  expect(result.ok ? Object.keys(Object(result.value)) : []).toEqual([
    "9",
    "10",
    "01",
    "a",
    "b",
    "\uffff",
    "\u{10000}",
  ]);
});

it.each<[string, unknown, IrType, string]>([
  ["text for int", "3", INT, 'x: expected int, found "3"'],
  ["fraction for int", 1.5, INT, "x: expected int, found 1.5"],
  [
    "wide int",
    2 ** 53,
    INT,
    "x: expected int, found 9007199254740992, which is not a safe integer",
  ],
  ["bigint", 5n, INT, "x: expected int, found the bigint 5n"],
  ["null for int", null, INT, "x: expected int, found null"],
  ["number for string", 5, STRING, "x: expected string, found 5"],
  ["text for float", "fast", FLOAT, 'x: expected float, found "fast"'],
  ["a negative size", -1, { kind: "size" }, "x: expected size, found -1"],
  [
    "another literal",
    "c",
    { kind: "literal", values: ["a", "b"] },
    'x: expected "a" | "b", found "c"',
  ],
  ["a missing field", { word: "a" }, COUNT, "x.n: expected int, found nothing"],
  [
    "a field deep down",
    { rows: [COUNT, { word: 1 }] },
    record({ rows: list(record({ word: STRING })) }),
    "x.rows[0].word",
  ],
  ["an entry of a map", { "a b": "z" }, map(INT), 'x["a b"]: expected int, found "z"'],
  ["a record for a list", { a: 1 }, list(INT), "x: expected int[], found a record { a }"],
  ["a list for a record", [1, 2], COUNT, "x: expected { word: string, n: int }, found a list of 2"],
  ["a date", new Date(0), COUNT, "x.word: expected string, found nothing"],
  ["a date for json", new Date(0), JSON_TYPE, "x: expected json, found a Date"],
  ["a function in json", { a: () => 1 }, JSON_TYPE, "x.a: expected json, found a function"],
  ["a promise", Promise.resolve(1), INT, "x: expected int, found a Promise"],
  ["a hole in a list", Array(1), list(INT), "x[0]: expected int, found nothing"],
  [
    "keys that are no strings",
    new Map([[1, 1]]),
    map(INT),
    "x: expected map<string, int>, found a Map",
  ],
  ["a number for a file", 5, { kind: "file" }, "x: expected file, found 5"],
  ["anything for never", 1, { kind: "never" }, "x: expected never, found 1"],
])("refuses %s", (_, value, type, message) => {
  const result = decode(value, type, "x");
  expect(result.ok ? "" : result.error.message).toContain(message);
});

it("does not print what was to be a secret", () => {
  const result = decode([1234], { kind: "secret" }, "token");
  expect(result.ok ? "" : result.error.message).not.toContain("1234");
});

it("refuses json too deep for those that walk it", () => {
  let deep: Json = 1;
  for (let i = 0; i < 100_000; i++) {
    deep = [deep];
  }
  const result = decode(deep, JSON_TYPE);
  expect(result.ok ? "" : result.error.expected).toBe("at most 200 levels of json");
  const ring: unknown[] = [];
  ring.push(ring, ring);
  expect(decode(ring, JSON_TYPE).ok).toBe(false);
});

it("refuses extra fields where it is told to", () => {
  const strict = createDecoder(COUNT, "x", { extraFields: "refuse" });
  expect(strict({ word: "a", n: 1 }).ok).toBe(true);
  const result = strict({ word: "a", n: 1, m: 2 });
  expect(result.ok ? "" : result.error.message).toBe(
    "x: expected only the fields `word`, `n`, found `m`",
  );
});

it("projects a wider record to the declared fields", () => {
  expect(canonicalJson(project({ z: 1, n: 2, word: "a" }, COUNT))).toBe('{"word":"a","n":2}');
  expect(() => project({ n: 2 }, COUNT)).toThrow("broken invariant");
});
