/**
 * The suite that an evaluator has to pass wherever it runs: cases as data (test/conformance/evaluator/cases), and the
 * judge. It needs nothing of its host but this module and the cases.
 */
import type { Expr } from "../compiler/ir/expr.ts";
import type { Json, JsonObject } from "../shared/json.ts";
import type { Result } from "../shared/result.ts";
import type { EvaluationProblem } from "./evaluation-error.ts";

/**
 * What `expr` gives in `scope`: `value`, or `error`. JSON has no NaN: in constants, scopes and values
 * `{ "$number": "NaN" }` stands for the number, and likewise `Infinity`, `-Infinity` and `-0`.
 */
export type ConformanceCase = {
  readonly name: string;
  readonly expr: Expr;
  /** Empty where absent. */
  readonly scope?: JsonObject;
} & (
  | { readonly value: Json }
  /** `message` is a part of the message. */
  | { readonly error: { readonly code: string; readonly message?: string } }
);

export interface ConformanceFailure {
  readonly name: string;
  /** One line: what was expected, and what came. */
  readonly reason: string;
}

export type Evaluate = (expr: Expr, scope: JsonObject) => Result<Json, EvaluationProblem>;

/** The cases that did not come out, in order. An exception of `evaluate` is a failure of its case. */
export function runConformance(
  evaluate: Evaluate,
  cases: readonly ConformanceCase[],
): readonly ConformanceFailure[] {
  return cases.flatMap((candidate) => {
    const reason = judge(evaluate, candidate);
    return reason === undefined ? [] : [{ name: candidate.name, reason }];
  });
}

function judge(evaluate: Evaluate, candidate: ConformanceCase): string | undefined {
  // Numbers are decoded all over the expression: constants are its only part that can hold `$number`.
  const expr = withNumbers(candidate.expr as unknown as Json) as unknown as Expr;
  const scope = withNumbers(candidate.scope ?? {}) as JsonObject; // an object stays an object
  let result: Result<Json, EvaluationProblem>;
  try {
    result = evaluate(expr, scope);
  } catch (thrown) {
    return `threw ${String(thrown)}`;
  }
  if ("value" in candidate) {
    const expected = withNumbers(candidate.value);
    return result.ok && isSame(result.value, expected)
      ? undefined
      : `expected ${print(expected)}, got ${printResult(result)}`;
  }
  const { code, message = "" } = candidate.error;
  return !result.ok && result.error.code === code && result.error.message.includes(message)
    ? undefined
    : `expected ${code} with "${message}", got ${printResult(result)}`;
}

function withNumbers(value: Json): Json {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(withNumbers);
  }
  const entries = Object.entries(value);
  const [only] = entries;
  return entries.length === 1 && only?.[0] === "$number"
    ? Number(only[1])
    : Object.fromEntries(entries.map(([name, field]) => [name, withNumbers(field)]));
}

/** Stricter than `==`: NaN is NaN, 0 is not -0, and fields have their order. */
function isSame(a: Json, b: Json): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b);
  }
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([name, value], i) => {
      const [otherName, otherValue = null] = right[i] ?? [];
      return name === otherName && isSame(value, otherValue);
    })
  );
}

const printResult = (result: Result<Json, EvaluationProblem>): string =>
  result.ok ? print(result.value) : `${result.error.code}: ${result.error.message}`;

const print = (value: Json): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0))
      ? { $number: Object.is(part, -0) ? "-0" : String(part) }
      : part,
  );
