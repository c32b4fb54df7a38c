import { posix } from "node:path";
import type { SourceHost } from "../../src/compiler/source/source-host.ts";

/** Source text from a table of paths to texts, such as the inputs of a golden case. */
export function createMemoryHost(files: ReadonlyMap<string, string>): SourceHost {
  return {
    readText: (path) => files.get(path),
    resolve: (from, specifier) => posix.join(posix.dirname(from), specifier),
  };
}
