import { applyFixes } from "../../compiler/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { renderJson } from "../../compiler/diagnostics/render-json.ts";
import { renderShort } from "../../compiler/diagnostics/render-short.ts";
import { renderText } from "../../compiler/diagnostics/render-text.ts";
import { hasErrors } from "../../compiler/diagnostics/report.ts";
import { summarizeDiagnostics } from "../../compiler/diagnostics/summary.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { type CheckedFiles, checkFile, checkFiles } from "../check-file.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { STDIN_PATH } from "../disk-host.ts";
import { exitCodes } from "../exit-code.ts";
import { expandDirectories, readSources, type SourceText } from "../source-files.ts";
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
  const sources = await readSources(expandDirectories(operands, io.cwd), io);
  if (fix && sources.some(({ path }) => path === STDIN_PATH)) {
    throw new UsageError("--fix needs files: standard input cannot be rewritten");
  }
  const files: SourceText[] = [];
  for (const source of sources) {
    files.push(fix ? await fixFile(source, io) : source);
  }
  const checked = await checkFiles(files, io);
  io.stdout.write(await render(checked, format, io));
  if (format === "pretty") {
    const gap = io.stdout.isTerminal && checked.diagnostics.length > 0 ? "\n" : "";
    io.stderr.write(`${gap}${summarize(checked.diagnostics, files.length)}\n`);
  }
  return hasErrors(checked.diagnostics) ? exitCodes.failed : exitCodes.done;
};

/** The file as it is after all fixes that could be applied, which is also on disk then. */
async function fixFile({ path, text }: SourceText, io: CliIo): Promise<SourceText> {
  let current = text;
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { diagnostics } = await checkFile({ path, text: current }, io);
    const fixed = applyFixes(path, current, diagnostics);
    if (fixed.applied.length === 0) {
      break;
    }
    current = fixed.text;
    count += fixed.applied.length;
  }
  if (count > 0) {
    writeText(io.cwd, path, current);
    io.stderr.write(`${path}: applied ${count} ${count === 1 ? "fix" : "fixes"}\n`);
  }
  return { path, text: current };
}

async function render(
  { diagnostics, sources }: CheckedFiles,
  format: Format,
  { stdout }: CliIo,
): Promise<string> {
  switch (format) {
    case "pretty":
      return renderText(diagnostics, sources, { colour: stdout.colour, width: stdout.columns });
    case "short":
      return renderShort(diagnostics, sources);
    case "json":
      return renderJson(diagnostics, sources);
    case "sarif": {
      const { renderSarif } = await import("../../compiler/diagnostics/render-sarif.ts");
      return renderSarif(diagnostics, sources, { toolVersion: version });
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
