import { posix } from "node:path";
import type { ModuleHost } from "../../src/compiler/signatures/local-imports.ts";

/** Function modules from a table of paths to texts. A folder is there as soon as a file in it is. */
export function createMemoryModules(files: Readonly<Record<string, string>>): ModuleHost {
  const paths = Object.keys(files);
  return {
    find: (path) =>
      Object.hasOwn(files, path)
        ? "file"
        : paths.some((file) => file.startsWith(`${path}/`))
          ? "folder"
          : undefined,
    readText: (path) => files[path],
    resolve: (from, specifier) => posix.join(posix.dirname(from), specifier),
    list: (folder) =>
      paths
        .filter((file) => posix.dirname(file) === posix.join(folder, "."))
        .map((file) => posix.basename(file))
        .sort(),
  };
}
