import {
  type Finding,
  renderText,
  type SourceLookup,
} from "../compiler/diagnostics/render-text.ts";
import { type RunFailure, reportFailure } from "../runtime/index.ts";
import type { CliIo, TextOutput } from "./cli-io.ts";

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
    code: failed.failure.code,
    severity: "error",
    message,
    primary,
    secondary,
    hint: undefined,
    fixes: [],
  };
  return [
    renderText([finding], sources, { colour, width: columns }),
    ...notes.map((note) => `note: ${note}\n`),
    ...stack.map((line) => `    ${line}\n`),
  ].join("");
}
