import fc from "fast-check";
import { expect, it } from "vitest";
import { compareKeys, keyPrefix, PREFIX_BYTES } from "../../../../src/runtime/runs/key-bytes.ts";
import { sortByKeys } from "../../../../src/runtime/runs/sort-keys.ts";

/** Few different bytes and common beginnings, so that keys are equal, begin each other and end with NULs. */
const key = fc
  .tuple(
    fc.constantFrom("", "common", "common beginning of many keys"),
    fc.array(fc.constantFrom(0, 1, 255), { maxLength: 9 }),
  )
  .map(([start, rest]) => Buffer.concat([Buffer.from(start), Buffer.from(rest)]));

it("sorts keys as their bytes, equal ones in the order in which they came", () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), (keys) => {
      const bytes = Buffer.concat(keys);
      const ends = new Uint32Array(keys.length);
      const starts = new Uint32Array(keys.length);
      let at = 0;
      for (const [i, one] of keys.entries()) {
        starts[i] = at;
        at += one.length;
        ends[i] = at;
      }
      const entries = Uint32Array.from(keys, (_, i) => i);
      sortByKeys({ bytes, starts, ends }, entries);
      const expected = keys
        .map((one, i) => ({ one, i }))
        .toSorted((a, b) => Buffer.compare(a.one, b.one) || a.i - b.i);
      expect([...entries]).toEqual(expected.map(({ i }) => i));
    }),
    { seed: 5, numRuns: 300 },
  );
});

it("compares keys by their prefixes, then by what follows", () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      const [x, y] = [keyPrefix(a, 0, a.length), keyPrefix(b, 0, b.length)];
      const order =
        x === y ? compareKeys(a, 0, a.length, b, 0, b.length, PREFIX_BYTES) : x < y ? -1 : 1;
      expect(Math.sign(order)).toBe(Buffer.compare(a, b));
    }),
    { seed: 6, numRuns: 1000 },
  );
});
