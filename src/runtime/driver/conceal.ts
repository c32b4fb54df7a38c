/** Keeps secrets out of everything that is shown or kept: lines that functions print, and what failures say. */

import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { TaskInvoker, TaskLimits } from "../invoker/invoker.ts";
import type { Reporter, RunEvent } from "../run-event.ts";
import type { TaskBatch, TaskOutput } from "../task.ts";

/** Shorter ones would blot out ordinary words. */
const SHORTEST = 4;
const CONCEALED = "***";

export interface Concealer {
  /** Reports log lines without secrets. */
  reporter(report: Reporter): Reporter;
  /** Fails without secrets. */
  invoker(invoker: TaskInvoker): TaskInvoker;
}

/** Takes the secrets out of a text. */
export function concealing(secrets: readonly string[]): (text: string) => string {
  // Longest first: one secret may be the beginning of another.
  const ordered = hidden(secrets).toSorted((a, b) => b.length - a.length);
  return (text) =>
    ordered.reduce((concealed, secret) => concealed.replaceAll(secret, CONCEALED), text);
}

const hidden = (secrets: readonly string[]): readonly string[] =>
  secrets.filter((secret) => secret.length >= SHORTEST);

export function createConcealer(secrets: readonly string[]): Concealer {
  if (hidden(secrets).length === 0) {
    return { reporter: (report) => report, invoker: (invoker) => invoker };
  }
  const conceal = concealing(secrets);
  const concealFailure = (failure: Failure): Failure => ({
    ...failure,
    message: conceal(failure.message),
    item: failure.item === null ? null : conceal(failure.item),
    stack: failure.stack === null ? null : conceal(failure.stack),
  });
  const concealOutcome = (outcome: Result<TaskOutput, Failure>): Result<TaskOutput, Failure> =>
    outcome.ok ? outcome : { ok: false, error: concealFailure(outcome.error) };
  const concealEvent = (event: RunEvent): RunEvent => {
    if (event.kind === "log") {
      return { ...event, text: conceal(event.text) };
    }
    if (event.kind === "error-left-behind") {
      return { ...event, failure: concealFailure(event.failure) };
    }
    return event.kind === "task-waiting" && event.item !== null
      ? { ...event, item: conceal(event.item) }
      : event;
  };
  return {
    reporter: (report) => (event) => report(concealEvent(event)),
    invoker: (invoker) => ({
      ...invoker,
      async invoke(task, limits, signal) {
        const result = await invoker.invoke(task, limits, signal);
        return concealOutcome(result);
      },
      ...(invoker.invokeBatch && {
        invokeBatch: async (batch: TaskBatch, limits: TaskLimits, signal: AbortSignal) => {
          const outcomes = await invoker.invokeBatch?.(batch, limits, signal);
          return (outcomes ?? []).map((outcome) => outcome && concealOutcome(outcome));
        },
      }),
    }),
  };
}
