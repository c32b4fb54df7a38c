import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createSignatureTools } from "../../src/cli/signature-tools.ts";
import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";
import { check, checkWithSignatures } from "../../src/compiler/index.ts";
import { createMemoryHost } from "./memory-host.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What `flow check` says of the program at `entry`, its functions compared with their modules in a folder of its own. */
export async function checkOnDisk(
  files: ReadonlyMap<string, string>,
  entry: string,
): Promise<readonly Diagnostic[]> {
  using folder = temporaryFolder();
  for (const [path, text] of files) {
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  // Awaited here: the folder is gone when the function returns.
  return await checkWithSignatures(
    [check(entry, createMemoryHost(files))],
    createSignatureTools(folder.path),
  );
}
