import fc from "fast-check";
import { expect, it } from "vitest";
import { openJson, sealJson } from "../../../../src/runtime/store/sealed-json.ts";
import { canonicalJson } from "../../../../src/shared/canonical-json.ts";
import type { Json } from "../../../../src/shared/json.ts";

it("opens what it sealed, and tells that any byte was changed or is gone", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.integer({ min: 1, max: 255 }), (json, at, flip) => {
      const value = json as Json;
      const bytes = sealJson(value);
      const opened = openJson(bytes);
      expect(opened === undefined ? "damaged" : canonicalJson(opened)).toBe(canonicalJson(value));
      const changed = Uint8Array.from(bytes);
      const place = at % bytes.length;
      changed[place] = (changed[place] ?? 0) ^ flip;
      expect(openJson(changed)).toBeUndefined();
      expect(openJson(bytes.subarray(0, place))).toBeUndefined();
    }),
    { seed: 11, numRuns: 300 },
  );
});

it("is JSON Lines with the checksum after the value", () => {
  expect(Buffer.from(sealJson({ b: 1, a: [true] })).toString()).toBe(
    '{"b":1,"a":[true]}\n"crc32:d05c1b41"\n',
  );
});
