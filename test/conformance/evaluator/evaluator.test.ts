import { expect, it } from "vitest";
import { type ConformanceCase, runConformance } from "../../../src/evaluator/conformance.ts";
import { evaluate } from "../../../src/evaluator/evaluate.ts";
import { conformanceTopics } from "../../support/conformance-cases.ts";

const topics = conformanceTopics();

it.each(topics)("conforms in $topic", ({ cases }) => {
  expect(cases.length).toBeGreaterThan(0);
  expect(runConformance((expr, scope) => evaluate(expr, scope), cases)).toEqual([]);
});

it("gives every case of a topic a name of its own", () => {
  for (const { topic, cases } of topics) {
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size, topic).toBe(names.length);
  }
});

it("notices a wrong value, a wrong code, a wrong message, an exception and a -0", () => {
  const wrong: readonly ConformanceCase[] = [
    { name: "value", expr: { op: "const", value: 1 }, value: 2 },
    {
      name: "order of fields",
      expr: { op: "const", value: { a: 1, b: 2 } },
      value: { b: 2, a: 1 },
    },
    { name: "minus zero", expr: { op: "const", value: 0 }, value: { $number: "-0" } },
    { name: "no error", expr: { op: "const", value: 1 }, error: { code: "BadValue" } },
    { name: "code", expr: failing, error: { code: "Fail" } },
    { name: "message", expr: failing, error: { code: "Broke", message: "rich" } },
    { name: "exception", expr: { op: "ref", id: "nowhere" }, value: 1 },
  ];
  const failures = runConformance((expr, scope) => evaluate(expr, scope), wrong);
  expect(failures.map(({ name }) => name)).toEqual(wrong.map(({ name }) => name));
});

const failing = {
  op: "call",
  function: "fail",
  args: [
    { op: "const", value: "poor" },
    { op: "const", value: "Broke" },
  ],
} as const;
