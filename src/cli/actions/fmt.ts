import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { renderText } from "../../compiler/diagnostics/render-text.ts";
import { format } from "../../compiler/format/format.ts";
import { createSourceFile, type SourceFile } from "../../compiler/source/source-file.ts";
import { unifiedDiff } from "../../shared/unified-diff.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { STDIN_PATH } from "../disk-host.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { expandDirectories, readSources, type SourceText } from "../source-files.ts";
import { writeText } from "../write-text.ts";

export const run: Action<{ readonly check: boolean }> = async ({ operands, options }, io) => {
  const sources = await readSources(expandDirectories(operands, io.cwd), io);
  let exit: ExitCode = exitCodes.done;
  for (const source of sources) {
    if (!formatOne(source, options.check, io)) {
      exit = exitCodes.failed;
    }
  }
  return exit;
};

/** Whether the file is fine: formatted, or made so. */
function formatOne({ path, text }: SourceText, check: boolean, io: CliIo): boolean {
  const file = createSourceFile(path, text);
  const formatted = format(file);
  if (!formatted.ok) {
    showDiagnostics(formatted.error, file, io);
    return false;
  }
  if (check) {
    io.stdout.write(unifiedDiff(path, text, formatted.value));
    return formatted.value === text;
  }
  if (path === STDIN_PATH) {
    io.stdout.write(formatted.value);
  } else if (formatted.value !== text) {
    writeText(io.cwd, path, formatted.value);
    io.stdout.write(`${path}\n`);
  }
  return true;
}

function showDiagnostics(diagnostics: readonly Diagnostic[], file: SourceFile, io: CliIo): void {
  const { colour, columns } = io.stderr;
  io.stderr.write(renderText(diagnostics, () => file, { colour, width: columns }));
}
