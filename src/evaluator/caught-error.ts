import type { Json } from "../shared/json.ts";
import { EvaluationError } from "./evaluation-error.ts";

/** What `catch e` binds. Anything but an `EvaluationError` is a bug of ours and goes on its way. */
export function caughtError(thrown: unknown, step: string): Json {
  if (!(thrown instanceof EvaluationError)) {
    throw thrown;
  }
  return { code: thrown.code, message: thrown.message, step, item: null, attempts: 1 };
}
