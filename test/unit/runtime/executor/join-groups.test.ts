import { expect, it } from "vitest";
import { joinGroups } from "../../../../src/runtime/executor/group-ops.ts";
import type { Json } from "../../../../src/shared/json.ts";
import { origin } from "../../../support/plan-builder.ts";

const join = (optional: readonly boolean[], key: Json, streams: readonly (readonly Json[])[]) => [
  ...joinGroups(
    {
      op: "join",
      step: "joined",
      origin,
      sides: optional.map((may, i) => ({ name: `s${i}`, optional: may })),
    },
    [{ key, streams }],
  ),
];

it.each([null, { k: null }, { k: 1, l: null }])("matches nothing with the key %j", (key) => {
  expect(join([true, true], key, [["a", "b"], ["c"]])).toEqual([
    { s0: "a", s1: null },
    { s0: "b", s1: null },
    { s0: null, s1: "c" },
  ]);
  expect(join([false, true, true], key, [["a"], [], []])).toEqual([
    { s0: "a", s1: null, s2: null },
  ]);
});

it("gives every combination of another key, the first side slowest", () => {
  expect(
    join([true, true], { k: 1 }, [
      ["a", "b"],
      ["c", "d"],
    ]),
  ).toEqual([
    { s0: "a", s1: "c" },
    { s0: "a", s1: "d" },
    { s0: "b", s1: "c" },
    { s0: "b", s1: "d" },
  ]);
});

it("gives nothing where a side that may not be missing has no element", () => {
  expect(join([false, true], 1, [[], ["c"]])).toEqual([]);
  expect(join([true, false], 1, [[], ["c"]])).toEqual([{ s0: null, s1: "c" }]);
});
