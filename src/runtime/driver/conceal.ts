/** Keeps secrets out of everything that is shown or kept: lines that functions print, and what failures say. */
import type { Failure } from "../failure.ts";
import type { TaskInvoker } from "../invoker/invoker.ts";
import type { Reporter } from "../run-event.ts";

/** Shorter ones would blot out ordinary words. */
const SHORTEST = 4;
const CONCEALED = "***";

export interface Concealer {
  /** Reports log lines without secrets. */
  reporter(report: Reporter): Reporter;
  /** Fails without secrets. */
  invoker(invoker: TaskInvoker): TaskInvoker;
}

export function createConcealer(secrets: readonly string[]): Concealer {
  // Longest first: one secret may be the beginning of another.
  const ordered = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length);
  if (ordered.length === 0) {
    return { reporter: (report) => report, invoker: (invoker) => invoker };
  }
  const conceal = (text: string): string =>
    ordered.reduce((concealed, secret) => concealed.replaceAll(secret, CONCEALED), text);
  const concealFailure = (failure: Failure): Failure => ({
    ...failure,
    message: conceal(failure.message),
    item: failure.item === null ? null : conceal(failure.item),
    stack: failure.stack === null ? null : conceal(failure.stack),
  });
  return {
    reporter: (report) => (event) =>
      report(event.kind === "log" ? { ...event, text: conceal(event.text) } : event),
    invoker: (invoker) => ({
      ...invoker,
      async invoke(task, limits, signal) {
        const result = await invoker.invoke(task, limits, signal);
        return result.ok ? result : { ok: false, error: concealFailure(result.error) };
      },
    }),
  };
}
