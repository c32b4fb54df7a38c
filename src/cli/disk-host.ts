import { readFileSync } from "node:fs";
import { posix, relative, resolve, sep } from "node:path";
import type { SourceHost } from "../compiler/source/source-host.ts";
import { err, ok, type Result } from "../shared/result.ts";

/** The path under which standard input is known to the compiler; `./` in it is the working directory. */
export const STDIN_PATH = "<stdin>";

/**
 * Source text from disk. Paths are relative to `cwd`, with forward slashes. `texts` stand in for files: standard input,
 * and what has been changed but not written.
 */
export function createDiskHost(
  cwd: string,
  texts: ReadonlyMap<string, string> = new Map(),
): SourceHost {
  return {
    readText: (path) => {
      const text = texts.get(path);
      if (text !== undefined) {
        return text;
      }
      const read = readSource(cwd, path);
      return read.ok ? read.value : undefined;
    },
    resolve: (from, specifier) => posix.join(posix.dirname(from), specifier),
  };
}

/** Text of a file, a byte order mark left out; or why there is none, as a clause that names the path. */
export function readSource(cwd: string, path: string): Result<string, string> {
  try {
    const bytes = readFileSync(resolve(cwd, path));
    return bytes.subarray(0, 8192).includes(0)
      ? err(`${path} is a binary file`)
      : ok(new TextDecoder().decode(bytes));
  } catch (error) {
    return err(describeFileError(error, path));
  }
}

/** What the file system said, as a clause that names the path; rethrows what did not come from it. */
export function describeFileError(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return `there is no file ${path}`;
    case "EISDIR":
      return `${path} is a directory`;
    case "ENOTDIR":
      return `${path} leads through something that is no directory`;
    case "EACCES":
    case "EPERM":
      return `no permission to open ${path}`;
    case "ENOSPC":
      return `no space is left on the disk (ENOSPC) for ${path}`;
    case "EROFS":
      return `${path} is on a file system that is read-only`;
    default:
      if (typeof code === "string" && error instanceof Error) {
        return `cannot open ${path}: ${error.message}`;
      }
      throw error;
  }
}

/** An argument as the compiler shows it: relative to `cwd`, forward slashes; `.` for `cwd` itself. */
export function displayPath(cwd: string, argument: string): string {
  return relative(cwd, resolve(cwd, argument)).split(sep).join("/") || ".";
}
