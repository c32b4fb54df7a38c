import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expr } from "../../../../src/compiler/ir/expr.ts";
import { decodePlan, encodePlan } from "../../../../src/compiler/ir/plan-json.ts";
import { callNode, constant, plan, ref, region, valueNode } from "../../../support/plan-builder.ts";

const small = plan(region([callNode("a", [ref("n")]), valueNode("b", constant(1))], ref("a")), [
  "n",
]);

const origin = { file: "a.flow", start: 3, end: 8 };
const located: Expr = {
  op: "element",
  object: { op: "call", function: "range", args: [constant(0), ref("n")], origin },
  index: constant(0),
  origin,
};

const decoded = (change: (value: Record<string, unknown>) => void): string => {
  const value: Record<string, unknown> = JSON.parse(encodePlan(small));
  change(value);
  const result = decodePlan(JSON.stringify(value));
  return result.ok ? "ok" : result.error;
};

describe("decodePlan", () => {
  it("gives back what encodePlan was given", () => {
    const withOrigins = plan(region([valueNode("a", located)], ref("a")), ["n"]);
    for (const value of [small, withOrigins]) {
      expect(decodePlan(encodePlan(value))).toStrictEqual({ ok: true, value });
    }
  });

  it.each([
    ["not JSON", "{", /^not JSON/],
    ["no object", "[]", /^not a plan: it has no schema number$/],
    ["null", "null", /^not a plan/],
    [
      "another schema",
      '{"schema": 99}',
      /^written for schema 99, this version reads 1: compile the \.flow file again$/,
    ],
  ])("refuses %s", (_, text, message) => {
    const result = decodePlan(text);
    expect(result.ok ? "" : result.error).toMatch(message);
  });

  it("names the place of a missing field", () => {
    expect(decoded((value) => delete value["workflow"])).toBe("workflow is missing");
  });

  it("names the place of a field too many", () => {
    expect(decoded((value) => Object.assign(value, { extra: 1 }))).toBe(
      "the plan: unknown field extra",
    );
  });

  it("names the place of a wrong value deep inside", () => {
    const text = encodePlan(small).replace('"op": "ref"', '"op": "poke"');
    const result = decodePlan(text);
    expect(result.ok ? "" : result.error).toMatch(
      /^body\.nodes\[0\]\.args\[0\]\.value\.op: "poke" is none of const, ref, /,
    );
  });

  it("never throws, whatever single value of a plan is replaced", () => {
    const text = encodePlan(small);
    const tokens = [...text.matchAll(/"[^"]*"|\d+|true|false|null|\[|\{/g)];
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), fc.jsonValue(), (i, value) => {
        const token = tokens[i];
        if (token !== undefined) {
          const end = token.index + token[0].length;
          const mutated = `${text.slice(0, token.index)}${JSON.stringify(value)}${text.slice(end)}`;
          expect(typeof decodePlan(mutated).ok).toBe("boolean");
        }
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });
});
