import { EvaluationError, problemOf } from "../../evaluator/evaluation-error.ts";
import { excerpt } from "../../shared/excerpt.ts";
import type { Failure } from "../failure.ts";
import { expressionFailure, failureOf, TaskError } from "../task-error.ts";
import { userStack } from "../user-stack.ts";

/** Where a failure happened, as far as the error itself does not say. */
export interface FailurePlace {
  readonly step: string | null;
  readonly item: string | null;
}

/** What an error that was thrown in a task means. Errors of ours are bugs, and are none of a function's. */
export function failureFrom(error: unknown, { step, item }: FailurePlace): Failure {
  if (error instanceof TaskError) {
    const { failure } = error;
    return { ...failure, step: failure.step ?? step, item: failure.item ?? item };
  }
  if (error instanceof EvaluationError) {
    return expressionFailure(problemOf(error), { step, item });
  }
  throw error;
}

/** Characters of a message that are kept. */
const LONGEST_MESSAGE = 10_000;

/** What a function threw. Anything can be thrown; an `Error` tells most. */
export function thrownByFunction(error: unknown): TaskError {
  if (error instanceof TaskError) {
    return error;
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  return new TaskError(
    failureOf("function", excerpt(thrown.message || thrown.name, LONGEST_MESSAGE), {
      code: thrown.name,
      stack: userStack(thrown),
      retryable: true,
    }),
    { cause: error },
  );
}
