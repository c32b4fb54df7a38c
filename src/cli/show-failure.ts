import {
  type Finding,
  renderText,
  type SourceLookup,
} from "../compiler/diagnostics/render-text.ts";
import { hasBegun, type RunFailure, reportFailure } from "../runtime/index.ts";
import { displayText } from "../shared/display-text.ts";
import { excerpt } from "../shared/excerpt.ts";
import type { CliIo, TextOutput } from "./cli-io.ts";

/** Characters of a code: it may be the name of an error that somebody has made up. */
const SHOWN_CODE = 100;

/** Why a run failed, at its place in the program, on stderr. `log` is shown where it may say more. */
export function showFailure(
  failed: RunFailure,
  sources: SourceLookup,
  log: string | undefined,
  { stderr }: CliIo,
): void {
  stderr.write(renderFailure(failed, sources, stderr));
  if (log !== undefined) {
    stderr.write(`log: ${log}\n`);
  }
}

export function renderFailure(
  failed: RunFailure,
  sources: SourceLookup,
  { colour, columns }: Pick<TextOutput, "colour" | "columns">,
): string {
  const { message, primary, secondary, notes, stack } = reportFailure(failed);
  const finding: Finding = {
    code: displayText(excerpt(failed.failure.code, SHOWN_CODE)),
    severity: "error",
    message,
    primary,
    secondary,
    hint: undefined,
    fixes: [],
  };
  return [
    hasBegun(failed)
      ? renderText([finding], sources, { colour, width: columns })
      : `error[${finding.code}]: ${displayText(message)}\n`,
    ...notes.map((note) => `note: ${displayText(note)}\n`),
    ...stack.map((line) => `    ${displayText(line)}\n`),
  ].join("");
}
