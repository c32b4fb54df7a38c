import { suggest } from "../../compiler/diagnostics/edit-distance.ts";
import { explainCode, suggestCode } from "../../compiler/diagnostics/explain.ts";
import { listCodes } from "../../compiler/diagnostics/registry.ts";
import type { Action } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { explainFailure, listFailures } from "../explain-failure.ts";
import { pageWidth, table } from "../render-help.ts";
import { UsageError } from "../usage-error.ts";

export const run: Action<Readonly<Record<never, never>>> = ({ operands: [code] }, io) => {
  io.stdout.write(code === undefined ? renderList(pageWidth(io.stdout)) : explain(code));
  return exitCodes.done;
};

function renderList(width: number): string {
  const diagnostics = listCodes().map(([code, { summary }]) => [code, summary] as const);
  return `Diagnostics of the compiler:
${table(diagnostics, width)}
Failures of runs:
${table(listFailures(), width)}`;
}

function explain(code: string): string {
  const text = explainCode(code) ?? explainFailure(code);
  if (text !== undefined) {
    return text;
  }
  const failures = listFailures().map(([name]) => name);
  const near = suggestCode(code) ?? suggest(code, failures);
  throw new UsageError(
    `there is no code ${code}`,
    near === undefined
      ? "`flow explain` lists them all. A run may also end with the name of an error that a function throws, or a code that the program gives to `fail`."
      : `Did you mean ${near}?`,
  );
}
