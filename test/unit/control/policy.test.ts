import { expect, it } from "vitest";
import { cpuOf } from "../../../src/control/policy.ts";
import { callNode, constant, valueNode } from "../../support/plan-builder.ts";

const sharing = (cpu: number | null) => {
  const node = callNode("n", []);
  return { ...node, options: { ...node.options, cpu } };
};

it.each([
  [0.5, 0.5],
  [2, 2],
  [1, null],
  [null, null],
])("holds a share of %s as %s: the default needs no holding", (cpu, held) => {
  expect(cpuOf(sharing(cpu))).toBe(held);
});

it("holds no share of what is no task", () => {
  expect(cpuOf(valueNode("v", constant(1)))).toBeNull();
});
