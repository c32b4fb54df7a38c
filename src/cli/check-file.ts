import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { SourceLookup } from "../compiler/diagnostics/render-text.ts";
import { type CheckResult, check, checkWithSignatures } from "../compiler/index.ts";
import type { CliIo } from "./cli-io.ts";
import { createDiskHost } from "./disk-host.ts";
import { createSignatureTools } from "./signature-tools.ts";
import type { SourceText } from "./source-files.ts";

export interface CheckedFiles {
  /** As they are shown. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that the programs reach. */
  readonly sources: SourceLookup;
}

export interface CheckedFile extends CheckedFiles {
  readonly result: CheckResult;
}

/** Checks programs, and their functions' signatures against their modules. */
export async function checkFiles(files: readonly SourceText[], io: CliIo): Promise<CheckedFiles> {
  const results = files.map((file) => checkText(file, io));
  return {
    diagnostics: await checkWithSignatures(results, createSignatureTools(io.cwd)),
    sources: lookUpIn(results),
  };
}

/** As `checkFiles`, of one program. */
export async function checkFile(file: SourceText, io: CliIo): Promise<CheckedFile> {
  const { result, sources } = checkProgram(file, io);
  const diagnostics = await checkWithSignatures([result], createSignatureTools(io.cwd));
  return { result, diagnostics, sources };
}

/** Checks a program and leaves the modules of its functions alone. */
export function checkProgram(file: SourceText, io: CliIo): CheckedFile {
  const result = checkText(file, io);
  return { result, diagnostics: result.diagnostics, sources: lookUpIn([result]) };
}

function checkText({ path, text }: SourceText, io: CliIo): CheckResult {
  return check(path, createDiskHost(io.cwd, new Map([[path, text]])));
}

function lookUpIn(results: readonly CheckResult[]): SourceLookup {
  const files = new Map(
    results.flatMap(({ modules }) => modules).map(({ path, file }) => [path, file]),
  );
  return (path) => files.get(path);
}
