import { mkdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { collectSignatures } from "../../compiler/signatures/collect-signatures.ts";
import {
  generateTypes,
  mayReplace,
  type TypesFile,
} from "../../compiler/signatures/generate-types.ts";
import { attempt } from "../attempt.ts";
import { checkProgram } from "../check-file.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { showUnlessClean } from "../compile-workflow.ts";
import { displayPath } from "../disk-host.ts";
import { exitCodes } from "../exit-code.ts";
import { createSignatureTools } from "../signature-tools.ts";
import { readProgram } from "../source-files.ts";
import { UsageError } from "../usage-error.ts";
import { writeText } from "../write-text.ts";

/** The functions' modules are not looked at: they may be what the types are generated for. */
export const run: Action<{ readonly out: string | undefined }> = async (
  { operands: [file = ""], options: { out } },
  io,
) => {
  const source = await readProgram(file, io);
  const checked = checkProgram(source, io);
  if (!showUnlessClean(checked, io)) {
    return exitCodes.failed;
  }
  const { modules, tables } = checked.result;
  const files = generateTypes(
    collectSignatures(modules, tables),
    source.path,
    createSignatureTools(io.cwd).host,
    out === undefined ? undefined : displayPath(io.cwd, out),
  );
  for (const file of files) {
    writeTypes(file, io);
  }
  return exitCodes.done;
};

function writeTypes(file: TypesFile, io: CliIo): void {
  const path = resolve(io.cwd, file.path);
  const existing = attempt(() => readFileSync(path, "utf8"));
  if (!mayReplace(existing, file)) {
    throw new UsageError(
      `${file.path} is in the way: it was not generated from this program`,
      "Move it, or choose another place with --out.",
    );
  }
  if (existing !== file.text) {
    attempt(() => mkdirSync(dirname(path), { recursive: true }));
    writeText(io.cwd, file.path, file.text);
  }
  io.stdout.write(`${file.path}\n`);
}
