import { expect, it } from "vitest";
import { applyBuiltin } from "../../../src/evaluator/apply-builtin.ts";
import { evaluate } from "../../../src/evaluator/evaluate.ts";
import { conformanceTopics } from "../../support/conformance-cases.ts";

/** Calls of constants that JSON can say, as the suite has them. */
const calls = conformanceTopics().flatMap(({ cases }) =>
  cases.flatMap(({ expr }) => {
    if (expr.op !== "call" || JSON.stringify(expr).includes("$number")) {
      return [];
    }
    const args = expr.args.flatMap((arg) => (arg.op === "const" ? [arg.value] : []));
    return args.length === expr.args.length ? [{ expr, args }] : [];
  }),
);

it("gives what the builtin gives in an expression", () => {
  expect(calls.length).toBeGreaterThan(50);
  for (const { expr, args } of calls) {
    expect(applyBuiltin(expr.function, args)).toEqual(evaluate(expr, {}));
  }
});

it("indexes a list as an expression does", () => {
  expect(applyBuiltin("element", [[1, 2], 1])).toEqual({ ok: true, value: 2 });
  expect(applyBuiltin("element", [[1, 2], 2])).toMatchObject({
    ok: false,
    error: { code: "BadValue", message: "list index 2 out of range, length 2" },
  });
});

it("may use all its memory each time", () => {
  const range = () => applyBuiltin("range", [0, 500_000]);
  for (let i = 0; i < 20; i++) {
    expect(range().ok).toBe(true);
  }
});
