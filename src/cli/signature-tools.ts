import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import type { ModuleHost } from "../compiler/signatures/local-imports.ts";
import type { SignatureTools, VerdictCache } from "../compiler/signatures/signature-tools.ts";
import { attempt } from "./attempt.ts";
import { createTypeScriptCompiler } from "./typescript-compiler.ts";

/** How signatures are checked for a program in `cwd`: files from disk, the `tsc` of the project, verdicts in `.flow/cache`. */
export function createSignatureTools(cwd: string): SignatureTools {
  const cacheFolder = join(cwd, ".flow", "cache", "signatures");
  return {
    host: createModuleHost(cwd),
    compiler: createTypeScriptCompiler(cwd, cacheFolder),
    verdicts: createVerdictCache(cacheFolder),
  };
}

function createModuleHost(cwd: string): ModuleHost {
  return {
    find: (path) => {
      const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
      return found === undefined ? undefined : found.isDirectory() ? "folder" : "file";
    },
    readText: (path) => attempt(() => readFileSync(resolve(cwd, path), "utf8")),
    resolve: (from, specifier) => posix.join(posix.dirname(from), specifier),
    list: (folder) => (attempt(() => readdirSync(resolve(cwd, folder))) ?? []).toSorted(),
  };
}

function createVerdictCache(folder: string): VerdictCache {
  const path = (digest: string): string => join(folder, `${digest}.json`);
  return {
    read: (digest) => attempt(() => readFileSync(path(digest), "utf8")),
    write: (digest, verdict) => {
      attempt(() => {
        mkdirSync(folder, { recursive: true });
        // Whole or not at all, whoever else writes it at the same time.
        const part = join(mkdtempSync(join(folder, "part-")), "verdict");
        writeFileSync(part, verdict);
        renameSync(part, path(digest));
        rmSync(dirname(part), { recursive: true });
      });
    },
  };
}
