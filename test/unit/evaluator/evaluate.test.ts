import fc from "fast-check";
import { expect, it } from "vitest";
import { type Expr, mayFail } from "../../../src/compiler/ir/expr.ts";
import type { Span } from "../../../src/compiler/source/span.ts";
import { compileExpr } from "../../../src/evaluator/compile-expr.ts";
import { evaluate } from "../../../src/evaluator/evaluate.ts";
import { EvaluationError, problemOf } from "../../../src/evaluator/evaluation-error.ts";
import { exactCheck } from "../../../src/runtime/values/exact.ts";
import { exprScope, typedExprs } from "../../support/arbitrary-expr.ts";
import { conformanceTopics } from "../../support/conformance-cases.ts";

const ref = (id: string): Expr => ({ op: "ref", id });
const one: Expr = { op: "const", value: 1 };
const add = (a: Expr, b: Expr): Expr => ({ op: "call", function: "add.int", args: [a, b] });
const fail: Expr = { op: "call", function: "fail", args: [{ op: "const", value: "no" }] };

it("gives a value of the expression's type, or an error of its own", () => {
  let values = 0;
  fc.assert(
    fc.property(typedExprs, ({ type, expr }) => {
      const result = evaluate(expr, exprScope);
      values += result.ok ? 1 : 0;
      expect(result.ok ? exactCheck(type)(result.value) : result.error.message !== undefined).toBe(
        true,
      );
    }),
    { seed: 51, numRuns: 3000 },
  );
  // Failures must not crowd out what the law is about.
  expect(values).toBeGreaterThan(1000);
});

it("gives the same from a frame as from a scope, again and again", () => {
  const ids = Object.keys(exprScope).toReversed();
  const frame = ids.map((id) => exprScope[id] ?? null);
  fc.assert(
    fc.property(typedExprs, ({ expr }) => {
      const run = compileExpr(expr, ids);
      const compiled = () => {
        try {
          return { ok: true, value: run(frame) };
        } catch (error) {
          if (!(error instanceof EvaluationError)) {
            throw error;
          }
          return { ok: false, error: problemOf(error) };
        }
      };
      const expected = evaluate(expr, exprScope);
      expect(compiled()).toEqual(expected);
      expect(compiled()).toEqual(expected);
    }),
    { seed: 52, numRuns: 500 },
  );
});

it("does not change its scope", () => {
  const before = JSON.stringify(exprScope);
  fc.assert(
    fc.property(typedExprs, ({ expr }) => {
      evaluate(expr, exprScope);
      expect(JSON.stringify(exprScope)).toBe(before);
    }),
    { seed: 53, numRuns: 500 },
  );
});

it("tells a caught error where it was", () => {
  const expr: Expr = { op: "try", body: fail, id: "e", handler: ref("e") };
  const at = (step: string) => evaluate(expr, {}, step);
  expect(at("results/bam")).toMatchObject({ ok: true, value: { step: "results/bam" } });
  expect(at("other")).toMatchObject({ ok: true, value: { step: "other" } });
  expect(compileExpr(expr, [], { step: "third" })([])).toMatchObject({ step: "third" });
});

it("says where the operation stands that has no value", () => {
  const at = (start: number): Span => ({ file: "a.flow", start, end: start + 1 });
  const divide = (args: readonly Expr[], origin?: Span): Expr => ({
    op: "call",
    function: "div.int",
    args,
    ...(origin && { origin }),
  });
  const zero: Expr = { op: "const", value: 0 };
  const list = (...values: readonly Expr[]): Expr => ({
    op: "list",
    elements: values.map((value) => ({ spread: false, value })),
  });
  const good = divide([one, one], at(1));
  const originOf = (expr: Expr) => {
    const result = evaluate(expr, {});
    return result.ok ? "none" : (result.error.origin?.start ?? null);
  };
  expect(originOf(list(good, divide([one, zero], at(2)), divide([one, zero], at(3))))).toBe(2);
  expect(originOf(divide([one, divide([one, zero], at(2))], at(3)))).toBe(2);
  expect(originOf({ op: "element", object: list(), index: good, origin: at(4) })).toBe(4);
  // One that is not told is nobody else's.
  expect(originOf(list(good, divide([one, zero])))).toBe(null);
  expect(originOf(list(good, fail))).toBe(null);
});

it.each(
  conformanceTopics().flatMap(({ cases }) =>
    cases.flatMap((candidate) => {
      const { expr } = candidate;
      return "error" in candidate && expr.op === "call" && expr.args.every(isLeaf) ? [expr] : [];
    }),
  ),
)("knows that $function may fail", (expr) => {
  expect(mayFail(expr.function)).toBe(true);
});

function isLeaf(expr: Expr): boolean {
  return expr.op === "const" || expr.op === "ref";
}

it("has one error for a message and a code", () => {
  expect(() => compileExpr(fail, [])([])).toThrow(EvaluationError);
  expect(evaluate(fail, {})).toEqual({
    ok: false,
    error: { code: "Fail", message: "no", origin: null },
  });
});

it("takes a free reference without a value for a bug of its caller", () => {
  expect(() => evaluate(ref("x"), {})).toThrow("broken invariant");
  expect(() => evaluate(ref("toString"), {})).toThrow("broken invariant");
  expect(() => compileExpr(ref("x"), ["y"])).toThrow("broken invariant");
});

it("takes a builtin with the wrong number of arguments for a bug of its caller", () => {
  const expr: Expr = { op: "call", function: "add.int", args: [one] };
  expect(() => evaluate(expr, {})).toThrow("broken invariant");
});

it.each<[string, (inner: Expr) => Expr]>([
  ["operators to the left", (inner) => add(inner, one)],
  ["operators to the right", (inner) => add(one, inner)],
  ["lists", (value) => ({ op: "list", elements: [{ spread: false, value }] })],
  ["lets", (body) => ({ op: "let", id: "x", value: one, body })],
  [
    "ifs",
    (otherwise) => ({
      op: "if",
      condition: { op: "const", value: false },
      // oxlint-disable-next-line unicorn/no-thenable -- a field of the expression, never called
      then: one,
      otherwise,
    }),
  ],
  [
    "fors",
    (body) => ({
      op: "for",
      source: { op: "const", value: [1] },
      id: "x",
      index: null,
      where: null,
      body,
    }),
  ],
  ["tries", (body) => ({ op: "try", body, id: "e", handler: one })],
  ["handlers", (handler) => ({ op: "try", body: fail, id: "e", handler })],
])("bears deep nesting of %s, and refuses what is deeper", (_, wrap) => {
  const nested = (depth: number): Expr => {
    let expr: Expr = ref("x");
    for (let i = 0; i < depth; i++) {
      expr = wrap(expr);
    }
    return expr;
  };
  expect(evaluate(nested(150), { x: 1 })).toMatchObject({ ok: true });
  for (const depth of [160, 240, 330, 480, 510, 5_000, 100_000]) {
    const result = evaluate(nested(depth), { x: 1 });
    expect(result.ok || /nested too deeply/u.test(result.error.message), String(depth)).toBe(true);
  }
});

it("keeps no text of the user's in the code it makes", () => {
  const nasty = '"]; throw new Error("escaped"); //`${1}`\u2028';
  const expr: Expr = {
    op: "record",
    fields: [
      { name: nasty, value: { op: "const", value: nasty } },
      { name: "b", value: { op: "field", object: ref(nasty), name: nasty } },
    ],
  };
  expect(compileExpr(expr, [nasty]).toString()).not.toContain("escaped");
  expect(evaluate(expr, { [nasty]: { [nasty]: 1 } })).toEqual({
    ok: true,
    value: { [nasty]: nasty, b: 1 },
  });
});
