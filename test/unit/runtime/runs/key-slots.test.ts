import fc from "fast-check";
import { expect, it } from "vitest";
import { createKeySlots } from "../../../../src/runtime/runs/key-slots.ts";
import { canonicalJson } from "../../../../src/shared/canonical-json.ts";
import type { Json } from "../../../../src/shared/json.ts";

const ascii = fc.string({ unit: fc.constantFrom("a", "b", "\0", "\x7f"), maxLength: 10 });
const keys: fc.Arbitrary<Json> = fc.oneof(
  ascii,
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("\ud800", "\udfff", "\ufffd", "a\ud800", "é", "1", "null"),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.record({ a: ascii, b: fc.nat(2) }),
);

it("gives equal keys one slot and others their own, in the order in which they first came", () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 60 }), (list) => {
      const slots = createKeySlots();
      const known = new Map<string, number>();
      for (const key of list) {
        const identity = canonicalJson(key);
        const expected = known.get(identity) ?? known.size;
        known.set(identity, expected);
        expect(slots.slotOf(key)).toBe(expected);
        expect(canonicalJson(slots.keyAt(expected))).toBe(identity);
      }
      expect(slots.count).toBe(known.size);
    }),
    { seed: 13, numRuns: 300 },
  );
});

it("keeps its slots while it grows", () => {
  const slots = createKeySlots();
  const words = Array.from({ length: 20_000 }, (_, index) =>
    index % 3 === 0 ? `key number ${index}` : `k${index}`,
  );
  expect(words.map(slots.slotOf)).toEqual(words.map((_, index) => index));
  expect(words.map(slots.slotOf)).toEqual(words.map((_, index) => index));
});
