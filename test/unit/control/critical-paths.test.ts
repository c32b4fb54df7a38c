import { expect, it } from "vitest";
import { criticalPaths } from "../../../src/control/critical-paths.ts";
import {
  call,
  constant,
  int,
  listOf,
  node,
  plan,
  record,
  ref,
  region,
} from "../../support/plan-nodes.ts";

const each = (id: string, source: ReturnType<typeof ref>, inner: Parameters<typeof region>[0]) =>
  node("each", id, listOf(int), {
    source: { kind: "list", value: source, element: int },
    where: null,
    body: region(inner, ref(inner.at(-1)?.id ?? ""), { params: ["x"] }),
    output: "list",
  });

const path = (body: ReturnType<typeof region>, times: Readonly<Record<string, number>>) =>
  Object.fromEntries(criticalPaths(plan(body), ({ id }) => times[id] ?? 1));

it("counts from the beginning of a node to the result, along the longest way", () => {
  const body = region(
    [
      call("source"),
      call("long", { x: ref("source") }),
      call("longer", { x: ref("long") }),
      call("short", { x: ref("source") }),
      call("alone"),
    ],
    record({ a: ref("longer"), b: ref("short"), c: ref("alone") }),
  );
  expect(path(body, { long: 10, short: 5 })).toEqual({
    source: 12,
    long: 11,
    longer: 1,
    short: 5,
    alone: 1,
  });
});

it("minds `after`, whatever the order in which nodes are written", () => {
  const body = region([call("last", {}, { after: ["first"] }), call("first")], ref("last"));
  expect(path(body, {})).toEqual({ last: 1, first: 2 });
});

it("goes on from inside a region to what follows its owner", () => {
  const body = region(
    [
      each("e", constant([1]), [call("e/a", { x: ref("x") }), call("e/b", { x: ref("e/a") })]),
      call("then", { x: ref("e") }),
      call("beside"),
    ],
    record({ a: ref("then"), b: ref("beside") }),
  );
  expect(path(body, { "e/b": 3, then: 5 })).toEqual({
    e: 9,
    "e/a": 9,
    "e/b": 8,
    // Needed by nobody but the result.
    then: 5,
    beside: 1,
  });
});

it("counts what an inner node needs from outside", () => {
  const body = region(
    [call("outer"), each("e", constant([1]), [call("e/a", { x: ref("outer") })])],
    ref("e"),
  );
  expect(path(body, { "e/a": 4 })).toEqual({ outer: 5, e: 4, "e/a": 4 });
});
