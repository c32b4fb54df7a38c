import { type Stats, statSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import type { FileValue } from "../../compiler/ir/value.ts";
import { compareStrings } from "../../shared/order.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { expandGlob, isGlob } from "./glob.ts";

/**
 * The files that a path, a directory (with all below it) or a pattern stands for, by path in order of code points. Hidden
 * files are left out unless they are named. `base` is the absolute folder of relative paths. None at all is no error here;
 * a path that is not there is. The message is a clause for the user.
 */
export function listFiles(pattern: string, base: string): Result<readonly FileValue[], string> {
  const path = isAbsolute(pattern) ? pattern : resolve(base, pattern);
  const stat = statOf(path);
  if (stat?.isFile()) {
    return ok([fileValue(path, stat)]);
  }
  if (stat === undefined && !isGlob(pattern)) {
    return err(`there is no file or directory ${pattern}`);
  }
  const paths = stat?.isDirectory()
    ? expandGlob(join("**", "*"), path)
    : expandGlob(pattern, resolve(base));
  if (paths === undefined) {
    return err(`the braces of ${pattern} make too many patterns`);
  }
  const files = [...paths].flatMap((found) => {
    const foundStat = statOf(found);
    return foundStat?.isFile() ? [fileValue(found, foundStat)] : [];
  });
  return ok(files.toSorted((a, b) => compareStrings(a.path, b.path)));
}

/** One file by its path. */
export function findFile(path: string, base: string): Result<FileValue, string> {
  const absolute = isAbsolute(path) ? path : resolve(base, path);
  const stat = statOf(absolute);
  if (stat?.isFile()) {
    return ok(fileValue(absolute, stat));
  }
  return err(stat === undefined ? `there is no file ${path}` : `${path} is not a file`);
}

function fileValue(path: string, stat: Stats): FileValue {
  return { path, name: basename(path), size: stat.size };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Absent or unreadable: either way there is no file to use.
    return undefined;
  }
}
