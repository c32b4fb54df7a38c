import { expect, it } from "vitest";
import type { Skew } from "../../../../src/compiler/ir/value.ts";
import { skewNotes } from "../../../../src/runtime/report/skew-note.ts";

const MB = 1024 * 1024;
const skew = (given: Partial<Skew>): Skew => ({
  largest: { partition: 3, records: 900, bytes: 120 * MB },
  medianBytes: 20 * MB,
  records: 1000,
  heavy: [],
  ...given,
});

it.each<readonly [string, Partial<Skew>, readonly string[]]>([
  ["even partitions", { medianBytes: 100 * MB }, []],
  ["small partitions", { largest: { partition: 0, records: 9, bytes: 900 }, medianBytes: 1 }, []],
  [
    "one that is three times as large",
    { medianBytes: 40 * MB },
    ["words: partition 3 has 120 MB, 3.0 times the median"],
  ],
  [
    "one with a heavy key",
    { heavy: [{ key: "the", records: 830 }] },
    [
      'words: partition 3 has 120 MB, 6.0 times the median; "the" is the key of 83 % of the rows',
      "hint: Rows with the same key stay in one partition: combine them before (`combine`, `group`), or add a field to the key.",
    ],
  ],
  [
    "few keys for many partitions",
    { medianBytes: 0 },
    [
      "words: partition 3 has 120 MB, and more than half of the partitions are empty",
      "hint: Keys part more evenly among more partitions: give more of them with `into`.",
    ],
  ],
])("tells of %s", (_, given, lines) => {
  expect(skewNotes("words", skew(given))).toEqual(lines);
});
