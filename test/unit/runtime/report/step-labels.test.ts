import { expect, it } from "vitest";
import type { MapNode } from "../../../../src/compiler/ir/plan.ts";
import { stepLabels } from "../../../../src/runtime/report/step-labels.ts";
import {
  callNode,
  constant,
  int,
  neutralOptions,
  origin,
  plan,
  ref,
  region,
} from "../../../support/plan-builder.ts";

const fused = (id: string, steps: readonly string[]): MapNode => ({
  kind: "map",
  id,
  type: { kind: "dataset", element: int },
  after: [],
  origin,
  input: {
    source: { kind: "dataset", value: ref("n"), element: int },
    ops: steps.map((step) => ({ op: "flatten", step, origin })),
    element: int,
  },
  output: "dataset",
  options: neutralOptions,
});

it("names a step after all that fusion put into it, wherever it stands, and others as they are", () => {
  const inner = region([fused("loop/kept", ["loop/read", "loop/kept"])], ref("loop/kept"));
  const label = stepLabels(
    plan(
      region(
        [
          callNode("alone", []),
          fused("kept", ["rows", "rows", "warm"]),
          {
            kind: "branch",
            id: "b",
            type: int,
            after: [],
            origin,
            condition: constant(true),
            then: inner,
            otherwise: region([], constant(0)),
          },
        ],
        ref("b"),
      ),
      ["n"],
    ),
  );
  expect(["alone", "kept", "loop/kept", "unknown"].map(label)).toEqual([
    "alone",
    "rows + warm + kept",
    "loop/read + loop/kept",
    "unknown",
  ]);
});
