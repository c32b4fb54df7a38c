import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { SourceLookup } from "../compiler/diagnostics/render-text.ts";
import { type CheckResult, check, checkWithSignatures } from "../compiler/index.ts";
import type { CliIo } from "./cli-io.ts";
import { createDiskHost } from "./disk-host.ts";
import { createSignatureTools } from "./signature-tools.ts";
import type { SourceText } from "./source-files.ts";

export interface CheckedFile {
  readonly result: CheckResult;
  /** As they are shown. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that the program reaches. */
  readonly sources: SourceLookup;
}

/** Checks a program, and its functions' signatures against their modules. */
export async function checkFile(source: SourceText, io: CliIo): Promise<CheckedFile> {
  const checked = checkProgram(source, io);
  return {
    ...checked,
    diagnostics: await checkWithSignatures(checked.result, createSignatureTools(io.cwd)),
  };
}

/** Checks a program and leaves the modules of its functions alone. */
export function checkProgram({ path, text }: SourceText, io: CliIo): CheckedFile {
  const result = check(path, createDiskHost(io.cwd, new Map([[path, text]])));
  return {
    result,
    diagnostics: result.diagnostics,
    sources: (wanted) => result.modules.find((module) => module.path === wanted)?.file,
  };
}
