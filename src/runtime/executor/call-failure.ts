import { sep } from "node:path";
import { EvaluationError } from "../../evaluator/evaluation-error.ts";
import type { Failure } from "../failure.ts";
import { failureOf, TaskError } from "../task-error.ts";

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
    return error.code === "BadValue"
      ? failureOf("bad-value", error.message, { step, item })
      : failureOf("function", error.message, { code: error.code, step, item });
  }
  throw error;
}

/** What a function threw. Anything can be thrown; an `Error` tells most. */
export function thrownByFunction(error: unknown): TaskError {
  if (error instanceof TaskError) {
    return error;
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  return new TaskError(
    failureOf("function", thrown.message === "" ? thrown.name : thrown.message, {
      code: thrown.name,
      stack: userStack(thrown),
      retryable: true,
    }),
    { cause: error },
  );
}

/** Stacks name files by URL or by path, as whoever loaded them does. */
const OWN_FOLDERS = [new URL(".", import.meta.url).href, import.meta.dirname + sep];

/** Frames of the function's own code and what it called: those before the first of the executor. */
function userStack(error: Error): string | null {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  const ours = frames.findIndex((line) => OWN_FOLDERS.some((own) => line.includes(own)));
  const own = frames.slice(0, ours === -1 ? undefined : ours);
  return own.length === 0 ? null : own.map((line) => line.trim()).join("\n");
}
