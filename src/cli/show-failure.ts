import {
  type Finding,
  renderText,
  type SourceLookup,
} from "../compiler/diagnostics/render-text.ts";
import { type RunFailure, reportFailure } from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";

/** Why a run failed, at its place in the program. `log` is shown where it may say more. */
export function showFailure(
  failed: RunFailure,
  sources: SourceLookup,
  log: string | undefined,
  { stderr }: CliIo,
): void {
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
  stderr.write(renderText([finding], sources, { colour: stderr.colour, width: stderr.columns }));
  stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
  stderr.write(stack.map((line) => `    ${line}\n`).join(""));
  if (log !== undefined) {
    stderr.write(`log: ${log}\n`);
  }
}
