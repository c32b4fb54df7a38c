import { deepEqual, equal } from "node:assert/strict";
import { files, test } from "flow-lang/test";
import type { Parse } from "../functions/clean-readings.types.ts";

/** A file holds temperatures of one station, by hour. */
const parse: Parse = (raw) => {
  const celsius = raw.text().string().trim().split(" ").map(Number);
  if (celsius.some(Number.isNaN)) {
    throw new RangeError("not a temperature");
  }
  return celsius.map((value, hour) => ({ station: raw.name, hour, celsius: value }));
};

const steady = "20 21 20 21 20 21 20 21 20 21";

test("drops a reading far from all others, and looks again without it", async (t) => {
  const input = files({ north: steady, south: `${steady} 90` });
  const run = await t.run<{ readonly dropped: number }>({ input }, { stubs: { parse } });
  equal(run.result.dropped, 1);
  t.snapshot(run.result);
});

test("makes a row of a file that cannot be read", async (t) => {
  const input = files({ good: steady, torn: "20 2x" });
  const { result } = await t.run<{ readonly problems: unknown }>({ input }, { stubs: { parse } });
  deepEqual(result.problems, [{ file: "torn", code: "RangeError", message: "not a temperature" }]);
});

test("fails where no file can be read", async (t) => {
  const failed = await t.fail({ input: files({ torn: "?" }) }, { stubs: { parse } });
  deepEqual([failed.code, failed.message], ["Assert", "no file could be read"]);
});

test("converts means to the unit that is asked for", async (t) => {
  const { result } = await t.run<{ readonly stations: readonly { readonly mean: number }[] }>(
    { input: files({ a: "10 10" }), unit: "fahrenheit" },
    { stubs: { parse } },
  );
  equal(result.stations[0]?.mean, 50);
});
