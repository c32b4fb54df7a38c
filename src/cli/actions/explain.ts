import { explainCode, normalizeCode, suggestCode } from "../../compiler/diagnostics/explain.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

export const run: Action<Readonly<Record<never, never>>> = ({ operands: [code = ""] }, io) => {
  const text = explainCode(code);
  if (text === undefined) {
    const near = suggestCode(code);
    throw new UsageError(
      `there is no diagnostic ${normalizeCode(code)}`,
      near === undefined ? "docs/diagnostics.md lists them all." : `Did you mean ${near}?`,
    );
  }
  io.stdout.write(text);
  return exitCodes.done;
};
