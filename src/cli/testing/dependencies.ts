/** Which files a test file depends on, as far as that can be read from texts. */
import { posix } from "node:path";
import { check } from "../../compiler/index.ts";
import { collectSignatures } from "../../compiler/signatures/collect-signatures.ts";
import { collectModules, type ModuleHost } from "../../compiler/signatures/local-imports.ts";
import { createDiskHost } from "../disk-host.ts";
import { createSignatureTools } from "../signature-tools.ts";
import type { TestFile } from "./find-tests.ts";

/**
 * The first path among `changed`, in order, that the tests in a file depend on: the file, its snapshots, the program and
 * what it uses, modules of functions, what all of those import, and paths that stand in quotes in them, be it of a file, a
 * folder or a pattern. Undefined where they depend on none.
 */
export function findChangedDependency(
  test: TestFile,
  changed: ReadonlySet<string>,
  cwd: string,
): string | undefined {
  const { host } = createSignatureTools(cwd);
  const { files, folders } = dependenciesOf(test, host, cwd);
  return [...changed]
    .toSorted()
    .find((path) => files.has(path) || folders.some((folder) => path.startsWith(`${folder}/`)));
}

interface Dependencies {
  readonly files: ReadonlySet<string>;
  readonly folders: readonly string[];
}

function dependenciesOf(test: TestFile, host: ModuleHost, cwd: string): Dependencies {
  const { modules, tables } = check(test.program, createDiskHost(cwd));
  const functions = collectSignatures(modules, tables).map(({ path, spans }) =>
    host.resolve(spans.name.file, path),
  );
  const texts = new Map([
    ...collectModules(test.path, host),
    ...modules.map(({ path, file }) => [path, file.text] as const),
  ]);
  const named = [...texts].flatMap(([path, text]) => quotedPaths(path, text));
  return {
    files: new Set([
      test.path,
      test.program,
      test.snapshotFile,
      ...texts.keys(),
      ...functions.flatMap((path) => [path, ...collectModules(path, host).keys()]),
      ...named,
    ]),
    folders: [...functions, ...named],
  };
}

/** From the folder of `file`; of a pattern, the folder that all its matches are in. */
function quotedPaths(file: string, text: string): readonly string[] {
  const folder = posix.dirname(file);
  return [...text.matchAll(/(["'`])([^"'`\n\\$]+)\1/gu)].flatMap(([, , quoted = ""]) => {
    const parts = quoted.split("/");
    const pattern = parts.findIndex((part) => /[*?{[]/u.test(part));
    const fixed = pattern === -1 ? parts : parts.slice(0, pattern);
    const path = posix.join(folder, fixed.join("/"));
    const isAround = path === "." || path === ".." || path.endsWith("/..") || path === folder;
    return isAround ? [] : [path];
  });
}
