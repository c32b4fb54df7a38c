import { expect, it } from "vitest";
import type { MapNode, Plan } from "../../../../src/compiler/ir/plan.ts";
import { validatePlan } from "../../../../src/compiler/ir/validate-plan.ts";
import {
  add,
  callNode,
  constant,
  int,
  neutralOptions,
  origin,
  plan,
  ref,
  region,
  valueNode,
} from "../../../support/plan-builder.ts";

const mapNode = (id: string, ops: MapNode["input"]["ops"]): MapNode => ({
  kind: "map",
  id,
  type: { kind: "dataset", element: int },
  after: [],
  origin,
  input: { source: { kind: "dataset", value: ref("a"), element: int }, ops, element: int },
  output: "dataset",
  options: neutralOptions,
});

const callOp = (step: string): MapNode["input"]["ops"][number] => ({
  op: "call",
  step,
  origin,
  function: "work",
  fixed: [],
  free: "x",
  mode: "element",
  batch: null,
  emits: { kind: "one" },
  onError: null,
});

const cases: readonly (readonly [string, Plan, readonly string[]])[] = [
  ["nothing in a valid plan", plan(region([callNode("a", [ref("n")])], ref("a")), ["n"]), []],
  [
    "a name defined twice",
    plan(region([callNode("a", []), callNode("a", [])], ref("a"))),
    ["a is defined twice"],
  ],
  [
    "a reference to nothing",
    plan(region([callNode("a", [ref("b")])], ref("c"))),
    ["a mentions b, which it cannot see", "a result mentions c, which it cannot see"],
  ],
  [
    "a reference into an inner region",
    plan(
      region(
        [
          {
            kind: "branch",
            id: "b",
            type: int,
            after: [],
            origin,
            condition: constant(true),
            then: region([callNode("inner", [])], ref("inner")),
            otherwise: region([], constant(1)),
          },
        ],
        ref("inner"),
      ),
    ),
    ["a result mentions inner, which it cannot see"],
  ],
  [
    "a cycle",
    plan(region([callNode("a", [ref("b")]), callNode("b", [ref("a")])], ref("a"))),
    ["cycle: a -> b"],
  ],
  [
    "a function the plan lacks",
    { ...plan(region([callNode("a", [])], ref("a"))), functions: {} },
    ["a calls work, which the plan lacks"],
  ],
  [
    "two functions in one task",
    plan(region([callNode("a", []), mapNode("m", [callOp("m"), callOp("m")])], ref("m"))),
    ["m: one task calls 2 functions"],
  ],
  [
    "an op over groups where there are none",
    plan(
      region([callNode("a", []), mapNode("m", [{ op: "elements", step: "m", origin }])], ref("m")),
    ),
    ["m: elements does not stand first over groups"],
  ],
  [
    "a root that is no node",
    plan(region([valueNode("a", add(constant(1), constant(2)))], ref("a"), { roots: ["z"] })),
    ["root z is no node of its region"],
  ],
];

it.each(cases)("finds %s", (_, input, problems) => {
  expect(validatePlan(input)).toEqual(problems);
});
