/**
 * What a task is called wherever people meet it: `words[17]`, and within iterations `loop/words@4.2[17]`. The parts are those
 * of its key in the store, `runs/RUN/STEP/@AT/TASK/`.
 */
import type { RunEventOf, StepPlace } from "../run-event.ts";

export function taskLabel({ step, at, task }: StepPlace & { readonly task: string }): string {
  return `${step}${at === "" ? "" : `@${at}`}[${task}]`;
}

/** `left behind by \`fl\``: whose the error is, as far as it is known. */
export function leftBehindBy({
  certain,
  function: name,
}: Pick<RunEventOf<"error-left-behind">, "certain" | "function">): string {
  const whose = name === null ? "a function" : `\`${name}\``;
  return `left behind by ${certain ? whose : "a function called earlier in this worker"}`;
}

/** Tasks that somebody asks for; what is undefined may be anything. */
export interface TaskPattern {
  readonly step: string;
  readonly at: string | undefined;
  readonly task: string | undefined;
}

/** `STEP`, `STEP@AT`, `STEP[TASK]` or `STEP@AT[TASK]`; undefined for other text. */
export function parseTaskPattern(text: string): TaskPattern | undefined {
  const match = /^([^@[\]]+)(?:@([^[\]]*))?(?:\[([^[\]]+)\])?$/u.exec(text);
  const [, step, at, task] = match ?? [];
  return step === undefined ? undefined : { step, at, task };
}

/** A number stands for every task with that index: `words[17]` for `words[0_17]` and `words[sample_0_17]`, too. */
export function matchesTask(
  { at, task }: TaskPattern,
  place: { readonly at: string; readonly task: string },
): boolean {
  return (
    (at === undefined || at === place.at) &&
    (task === undefined || task === place.task || place.task.endsWith(`_${task}`))
  );
}
