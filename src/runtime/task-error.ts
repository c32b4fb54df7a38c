import type { EvaluationProblem } from "../evaluator/evaluation-error.ts";
import type { Failure, FailureKind } from "./failure.ts";
import type { FailureCodeName } from "./failure-codes.ts";

/** Carries a `Failure` through synchronous code (stores, decoders, generators) up to the executor, which returns it. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  readonly failure: Failure;

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.failure = failure;
  }
}

const defaultCodes = {
  function: "Error",
  timeout: "Timeout",
  "out-of-memory": "OutOfMemory",
  crash: "Crash",
  lost: "Crash",
  "bad-value": "BadValue",
  assert: "Assert",
  input: "Input",
  store: "Store",
  "too-many-failures": "TooManyFailures",
  cancelled: "Cancelled",
} as const satisfies { readonly [kind in FailureKind]: FailureCodeName };

/** A failure with the code its kind has; nothing is retried, and no item named, unless the caller says so. */
export function failureOf(
  kind: FailureKind,
  message: string,
  details: Partial<
    Pick<Failure, "code" | "item" | "object" | "origin" | "retryable" | "stack" | "step">
  > = {},
): Failure {
  return {
    kind,
    code: details.code ?? defaultCodes[kind],
    message,
    retryable: details.retryable ?? false,
    step: details.step ?? null,
    item: details.item ?? null,
    stack: details.stack ?? null,
    ...(details.origin && { origin: details.origin }),
    ...(details.object !== undefined && { object: details.object }),
  };
}

/** What an expression without a value means: `fail` gives a code of the user's own. */
export function expressionFailure(
  { code, message, origin }: EvaluationProblem,
  details: Partial<Pick<Failure, "item" | "step">> = {},
): Failure {
  const all = { ...details, ...(origin && { origin }) };
  return code === defaultCodes["bad-value"]
    ? failureOf("bad-value", message, all)
    : failureOf("function", message, { ...all, code });
}
