import { applyFixes } from "../../compiler/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { renderJson } from "../../compiler/diagnostics/render-json.ts";
import { renderShort } from "../../compiler/diagnostics/render-short.ts";
import { renderText } from "../../compiler/diagnostics/render-text.ts";
import { hasErrors, sortDiagnostics } from "../../compiler/diagnostics/report.ts";
import { summarizeDiagnostics } from "../../compiler/diagnostics/summary.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { type CheckedFile, checkFile } from "../check-file.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { STDIN_PATH } from "../disk-host.ts";
import { exitCodes } from "../exit-code.ts";
import { readSources, type SourceText } from "../source-files.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { writeText } from "../write-text.ts";

type Format = "pretty" | "short" | "json" | "sarif";

/** Rounds of fixing and checking again: a fix may bring to light what another one is for. */
const MAX_ROUNDS = 10;

export const run: Action<{ readonly format: Format; readonly fix: boolean }> = async (
  { operands, options: { format, fix } },
  io,
) => {
  const sources = await readSources(operands, io);
  if (fix && sources.some(({ path }) => path === STDIN_PATH)) {
    throw new UsageError("--fix needs files: standard input cannot be rewritten");
  }
  const checked: CheckedFile[] = [];
  for (const source of sources) {
    checked.push(fix ? await fixFile(source, io) : await checkFile(source, io));
  }
  const diagnostics = withoutRepetitions(checked.flatMap((file) => file.diagnostics));
  io.stdout.write(await render(diagnostics, checked, format, io));
  if (format === "pretty") {
    const gap = io.stdout.isTerminal && diagnostics.length > 0 ? "\n" : "";
    io.stderr.write(`${gap}${summarize(diagnostics, sources.length)}\n`);
  }
  return hasErrors(diagnostics) ? exitCodes.failed : exitCodes.done;
};

async function fixFile({ path, text }: SourceText, io: CliIo): Promise<CheckedFile> {
  let current = text;
  let checked = await checkFile({ path, text }, io);
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fixed = applyFixes(path, current, checked.diagnostics);
    if (fixed.applied.length === 0) {
      break;
    }
    current = fixed.text;
    count += fixed.applied.length;
    checked = await checkFile({ path, text: current }, io);
  }
  if (count > 0) {
    writeText(io.cwd, path, current);
    io.stderr.write(`${path}: applied ${count} ${count === 1 ? "fix" : "fixes"}\n`);
  }
  return checked;
}

/** A file that several of the checked ones use is checked with each of them, and shown once. */
function withoutRepetitions(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byIdentity = new Map(
    diagnostics.map((diagnostic) => {
      const { code, message, primary } = diagnostic;
      return [JSON.stringify([code, message, primary.span]), diagnostic];
    }),
  );
  return sortDiagnostics([...byIdentity.values()]);
}

async function render(
  diagnostics: readonly Diagnostic[],
  checked: readonly CheckedFile[],
  format: Format,
  { stdout }: CliIo,
): Promise<string> {
  const find = (path: string) =>
    checked.map(({ sources }) => sources(path)).find((file) => file !== undefined);
  switch (format) {
    case "pretty":
      return renderText(diagnostics, find, { colour: stdout.colour, width: stdout.columns });
    case "short":
      return renderShort(diagnostics, find);
    case "json":
      return renderJson(diagnostics, find);
    case "sarif": {
      const { renderSarif } = await import("../../compiler/diagnostics/render-sarif.ts");
      return renderSarif(diagnostics, find, { toolVersion: version });
    }
    default:
      return assertNever(format);
  }
}

function summarize(diagnostics: readonly Diagnostic[], files: number): string {
  const count = `${files} ${files === 1 ? "file" : "files"} checked`;
  const found = summarizeDiagnostics(diagnostics);
  return `${count}: ${found === "" ? "no problems" : found}`;
}
