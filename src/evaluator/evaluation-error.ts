import type { Span } from "../compiler/source/span.ts";

/**
 * An expression has no value: `code` is `BadValue`, or the code given to `fail`; `message` is for the user. Compiled
 * expressions throw it and nothing else; whoever runs them catches it at the edge, as `evaluate` does.
 */
export class EvaluationError extends Error {
  readonly code: string;
  /** The operation that has no value; null where the Plan does not say where it stands. */
  readonly origin: Span | null;

  constructor(code: string, message: string, origin: Span | null = null) {
    super(message);
    this.name = "EvaluationError";
    this.code = code;
    this.origin = origin;
  }
}

/** The plain form, as results carry it. */
export interface EvaluationProblem {
  readonly code: string;
  readonly message: string;
  readonly origin: Span | null;
}

export const problemOf = ({ code, message, origin }: EvaluationError): EvaluationProblem => ({
  code,
  message,
  origin,
});

/** What compiled code throws again for what an operation threw. Anything but an `EvaluationError` is a bug of ours. */
export function locate(thrown: unknown, origin: Span | null): unknown {
  return thrown instanceof EvaluationError && origin !== null
    ? new EvaluationError(thrown.code, thrown.message, origin)
    : thrown;
}

/** Raises `BadValue`. */
export function badValue(message: string): never {
  throw new EvaluationError("BadValue", message);
}
