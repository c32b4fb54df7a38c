/**
 * An expression has no value: `code` is `BadValue`, or the code given to `fail`; `message` is for the user. Compiled
 * expressions throw it and nothing else; whoever runs them catches it at the edge, as `evaluate` does.
 */
export class EvaluationError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "EvaluationError";
    this.code = code;
  }
}

/** The plain form, as results carry it. */
export interface EvaluationProblem {
  readonly code: string;
  readonly message: string;
}

/** Raises `BadValue`. */
export function badValue(message: string): never {
  throw new EvaluationError("BadValue", message);
}
