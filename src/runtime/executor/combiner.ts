import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { Combine, ExchangeInput, ExchangeNode, Plan } from "../../compiler/ir/plan.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import type { Combination } from "../runs/combining-producer.ts";
import { compareQuickly } from "../runs/run-order.ts";
import { TaskError } from "../task-error.ts";
import { bindFunction } from "./bound-function.ts";
import { failureFrom, thrownByFunction } from "./call-failure.ts";
import { isPromise } from "./emission.ts";
import type { TaskContext } from "./environment.ts";
import { badResult, fromSdk } from "./from-sdk.ts";
import { toSdk } from "./to-sdk.ts";

/** A function that combines the rows of a key into one, which must keep the key. */
export async function createCombiner(
  plan: Plan,
  context: TaskContext,
  node: ExchangeNode,
  input: ExchangeInput,
  combine: Extract<Combine, { kind: "function" }>,
  keyOf: (row: Json) => Json,
): Promise<Combination["combine"]> {
  const bound = await bindFunction(plan, context, { ...combine, step: node.id });
  const { element } = input;
  const check = fromSdk(context, element, bound.name, "inline", true);
  const stream = bound.free[1];
  invariant(stream?.kind === "stream", "a combining function takes a stream");
  const convert = holdsReferences(stream.element) ? toSdk(context, stream.element) : undefined;

  const checked = (key: Json, result: unknown): Json => {
    const row = check(result);
    const own = keyOf(row);
    if (own !== key && compareQuickly(own, key) !== 0) {
      throw badResult(bound.name, `it changed the key to ${printItem(own)}`);
    }
    return row;
  };
  const placed = (key: Json, error: unknown): TaskError =>
    new TaskError(failureFrom(error, { step: node.id, item: printItem(key) }), { cause: error });

  return (key, rows) => {
    try {
      const result = bound.call(key, convert === undefined ? rows : rows.map(convert));
      return isPromise(result)
        ? Promise.resolve(result).then(
            (value) => {
              try {
                return checked(key, value);
              } catch (error) {
                throw placed(key, error);
              }
            },
            (error: unknown) => {
              throw placed(key, thrownByFunction(error));
            },
          )
        : checked(key, result);
    } catch (error) {
      throw placed(key, error);
    }
  };
}
