/** Aggregates by partial states (`ir/exchange-rows.ts`): made of elements, merged in any grouping, finished at the end. */

import { PARTIAL_KEY } from "../../compiler/ir/exchange-rows.ts";
import type { Expr } from "../../compiler/ir/expr.ts";
import { AGGREGATE_ELEMENT, type Aggregate } from "../../compiler/ir/plan.ts";
import { compileExpr } from "../../evaluator/compile-expr.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { compareValues } from "../../shared/order.ts";
import type { TaskContext } from "./environment.ts";
import { elementExpr } from "./expression.ts";

export interface Aggregation {
  /** The partial state of one element. */
  lift(key: Json, element: Json): Json;
  merge(a: Json, b: Json): Json;
  /** The key, a field `key` or the fields of a record, and the aggregates. */
  finish(partial: Json): Json;
}

interface StateRule {
  lift(value: Json): Json;
  merge(a: Json, b: Json): Json;
  finish(state: Json): Json;
}

export function createAggregation(
  context: Pick<TaskContext, "lookUp">,
  aggregates: readonly Aggregate[],
  step: string,
): Aggregation {
  const parts = aggregates.map(({ name, function: aggregate, value }) => ({
    name,
    rule: rules[aggregate],
    value: value === null ? undefined : elementExpr(context, value, [AGGREGATE_ELEMENT], step),
  }));
  const partial = (key: Json, state: (part: (typeof parts)[number]) => Json): Json => ({
    [PARTIAL_KEY]: key,
    states: Object.fromEntries(parts.map((part) => [part.name, state(part)])),
  });
  return {
    lift: (key, element) =>
      partial(key, ({ rule, value }) => rule.lift(value?.evaluate(element) ?? null)),
    merge: (a, b) =>
      partial(keyOf(a), ({ name, rule }) => rule.merge(stateOf(a, name), stateOf(b, name))),
    finish: (state) => ({
      ...keyFields(keyOf(state)),
      ...Object.fromEntries(
        parts.map(({ name, rule }) => [name, rule.finish(stateOf(state, name))]),
      ),
    }),
  };
}

const keyOf = (partial: Json): Json => fieldOf(partial, PARTIAL_KEY);
const keyFields = (key: Json): JsonObject =>
  typeof key === "object" && key !== null ? (key as JsonObject) : { key }; // no key is a list
const stateOf = (partial: Json, name: string): Json => fieldOf(fieldOf(partial, "states"), name);
const fieldOf = (record: Json, name: string): Json => (record as JsonObject)[name] ?? null; // a record by its static type

/** The evaluator's own addition, so that overflow is the same error everywhere. */
const adding = (builtin: "add.int" | "add.float"): ((a: Json, b: Json) => Json) => {
  const args: readonly Expr[] = [
    { op: "ref", id: "a" },
    { op: "ref", id: "b" },
  ];
  const run = compileExpr({ op: "call", function: builtin, args }, ["a", "b"]);
  return (a, b) => run([a, b]);
};

const addInt = adding("add.int");
const addFloat = adding("add.float");
const same = (value: Json): Json => value;

const mean: StateRule = {
  lift: (value) => ({ sum: value, count: 1 }),
  merge: (a, b) => ({
    sum: addFloat(fieldOf(a, "sum"), fieldOf(b, "sum")),
    count: addInt(fieldOf(a, "count"), fieldOf(b, "count")),
  }),
  finish: (state) => Number(fieldOf(state, "sum")) / Number(fieldOf(state, "count")),
};

/** Of equals the first stays. */
const extreme = (sign: 1 | -1): StateRule => ({
  lift: (value) => ({
    number: typeof value === "number" ? value : null,
    string: typeof value === "string" ? value : null,
    bool: typeof value === "boolean" ? value : null,
  }),
  merge: (a, b) => (sign * compareValues(extremeOf(b), extremeOf(a)) < 0 ? b : a),
  finish: extremeOf,
});

function extremeOf(state: Json): Json {
  return fieldOf(state, "number") ?? fieldOf(state, "string") ?? fieldOf(state, "bool");
}

const rules: { readonly [name in Aggregate["function"]]: StateRule } = {
  count: { lift: () => 1, merge: addInt, finish: same },
  "sum.int": { lift: same, merge: addInt, finish: same },
  "sum.float": { lift: same, merge: addFloat, finish: same },
  min: extreme(1),
  max: extreme(-1),
  mean,
};
