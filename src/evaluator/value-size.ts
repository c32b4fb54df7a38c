import { canonicalJsonSize } from "../shared/canonical-json.ts";
import type { Json } from "../shared/json.ts";
import { err, ok, type Result } from "../shared/result.ts";
import type { EvaluationProblem } from "./evaluation-error.ts";

/** What control may hold under one name, in bytes of canonical JSON. */
export const LARGEST_VALUE = 1024 * 1024;

/** `what` names the value for the user: a binding, a parameter, "the result". Gives its size in bytes. */
export function checkValueSize(value: Json, what: string): Result<number, EvaluationProblem> {
  const size = canonicalJsonSize(value, LARGEST_VALUE);
  return size <= LARGEST_VALUE
    ? ok(size)
    : err({
        code: "BadValue",
        message: `${what} is larger than 1 MiB of JSON; make it a dataset: control holds small values only`,
        origin: null,
      });
}
