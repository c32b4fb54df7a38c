/** Why a run failed, in terms of the program: everything a message needs, and nothing that prints. */
import type { NodeId } from "../compiler/ir/plan.ts";
import type { Span } from "../compiler/source/span.ts";
import { excerpt } from "../shared/excerpt.ts";
import type { Failure } from "./failure.ts";

export interface RunFailure {
  readonly failure: Failure;
  readonly step: NodeId;
  /** Index path of the regions around the step; `""` at the top. */
  readonly at: string;
  /** In the `.flow` file: the operation that has no value, else the step. Without a file where the run could not begin. */
  readonly origin: Span;
  /** The function that ran, where one did. */
  readonly function: { readonly name: string; readonly origin: Span } | null;
  readonly attempts: number;
}

/** A message with its places, as a diagnostic has them; whoever shows it owns the code and the look. */
export interface FailureReport {
  /** One lower-case clause without final stop. */
  readonly message: string;
  readonly primary: { readonly span: Span; readonly text: string };
  readonly secondary: readonly { readonly span: Span; readonly text: string }[];
  /** Whole sentences. */
  readonly notes: readonly string[];
  /** Lines of the function's own stack, outermost last. */
  readonly stack: readonly string[];
}

/** Characters of a message that are shown; the log has more. */
export const SHOWN_MESSAGE = 2_000;

/** Frames that are shown. */
const SHOWN_FRAMES = 20;

export function reportFailure(failed: RunFailure): FailureReport {
  const { failure } = failed;
  const place = failed.at === "" ? "" : ` (iteration ${failed.at})`;
  const notes = [
    ...(failure.item === null ? [] : [itemNote(failure.kind, failure.item)]),
    ...(failure.kind === "too-many-failures" || failure.origin !== undefined
      ? []
      : [attemptsNote(failed.attempts)]),
  ];
  return {
    message: `${hasBegun(failed) ? `step \`${failed.step}\`${place} failed` : "the run cannot begin"}: ${excerpt(failure.message, SHOWN_MESSAGE)}`,
    primary: { span: failed.origin, text: labelOf(failed) },
    secondary:
      failed.function === null
        ? []
        : [{ span: failed.function.origin, text: `\`${failed.function.name}\` is declared here` }],
    notes,
    stack: failure.stack === null ? [] : stackLines(failure.stack),
  };
}

/** Else the store did not even take what the run is, and there is nothing to go on with. */
export const hasBegun = ({ origin }: RunFailure): boolean => origin.file !== "";

function itemNote(kind: Failure["kind"], item: string): string {
  return kind === "too-many-failures" ? `The first item was ${item}.` : `The item was ${item}.`;
}

function attemptsNote(attempts: number): string {
  return attempts === 1 ? "It was attempted once." : `It failed in each of ${attempts} attempts.`;
}

function labelOf(failed: RunFailure): string {
  const { failure } = failed;
  if (failure.origin !== undefined) {
    return failure.kind === "bad-value" ? "this has no value" : "this failed";
  }
  const what = failed.function === null ? "this step" : `\`${failed.function.name}\``;
  switch (failure.kind) {
    case "function":
      return failure.leftBehind === true
        ? `${what} left this error behind`
        : functionLabel(what, failure);
    case "timeout":
      return `${what} took too long`;
    case "out-of-memory":
      return `${what} ran out of memory`;
    case "crash":
      return `${what} ended its process`;
    case "lost":
      return "the worker was lost";
    case "bad-value":
      return "a value does not fit";
    case "assert":
      return "this assertion";
    case "input":
      return "input cannot be read";
    case "store":
      return "the store failed";
    case "too-many-failures":
      return "too many elements failed here";
    case "cancelled":
      return "cancelled here";
    default:
      return failure.kind satisfies never;
  }
}

function functionLabel(what: string, { code }: Failure): string {
  return code === "Unsettled" ? `${what} waits for ever` : `${what} threw`;
}

/** Frames only: the first line repeats the message. */
function stackLines(stack: string): readonly string[] {
  return stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, SHOWN_FRAMES);
}
