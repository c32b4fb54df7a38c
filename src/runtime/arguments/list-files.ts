import { type Stats, statSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import type { FileValue } from "../../compiler/ir/value.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { compareStrings } from "../../shared/order.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { expandGlob, type GlobProblem, isGlob } from "./glob.ts";

/** Why a path leads nowhere. */
export interface PathProblem {
  /** `malformed`: it could not lead anywhere; `absent`: nothing that can be read as a file is there. */
  readonly kind: "malformed" | "absent";
  /** A clause for the user. */
  readonly message: string;
}

/**
 * The files that a path, a directory (with all below it) or a pattern stands for, by path in order of code points. Hidden
 * files are left out unless they are named; one whose name is not UTF-8 is a problem. `base` is the absolute folder of relative paths. None at all is no error here;
 * a path that is not there is.
 */
export function listFiles(
  pattern: string,
  base: string,
): Result<readonly FileValue[], PathProblem> {
  if (pattern === "") {
    return err(emptyPath);
  }
  const path = isAbsolute(pattern) ? pattern : resolve(base, pattern);
  const stat = statOf(path);
  if (stat?.isFile()) {
    return ok([fileValue(path, stat)]);
  }
  if (stat !== undefined && !stat.isDirectory()) {
    return err(absent(`${pattern} is ${describeKind(stat)}, not a file or directory`));
  }
  if (stat === undefined && !isGlob(pattern)) {
    return err(absent(`there is no file or directory ${pattern}`));
  }
  const paths =
    stat === undefined ? expandGlob(pattern, resolve(base)) : expandGlob(join("**", "*"), path);
  if (!paths.ok) {
    return err(describeProblem(paths.error, pattern));
  }
  const files = [...paths.value].flatMap((found) => {
    const foundStat = statOf(found);
    return foundStat?.isFile() ? [fileValue(found, foundStat)] : [];
  });
  return ok(files.toSorted((a, b) => compareStrings(a.path, b.path)));
}

function describeProblem(problem: GlobProblem, pattern: string): PathProblem {
  switch (problem.kind) {
    case "too-many":
      return { kind: "malformed", message: `the braces of ${pattern} make too many patterns` };
    case "not-utf8":
      return absent(`the name ${problem.path} is not UTF-8, so it cannot be read: rename it`);
    default:
      return assertNever(problem);
  }
}

/** One file by its path. */
export function findFile(path: string, base: string): Result<FileValue, PathProblem> {
  if (path === "") {
    return err(emptyPath);
  }
  const absolute = isAbsolute(path) ? path : resolve(base, path);
  const stat = statOf(absolute);
  if (stat?.isFile()) {
    return ok(fileValue(absolute, stat));
  }
  return err(
    absent(
      stat === undefined
        ? `there is no file ${path}`
        : `${path} is ${describeKind(stat)}, not a file`,
    ),
  );
}

const emptyPath: PathProblem = {
  kind: "malformed",
  message: 'expected a path, found "" (the working directory is ".")',
};

const absent = (message: string): PathProblem => ({ kind: "absent", message });

function describeKind(stat: Stats): string {
  if (stat.isDirectory()) {
    return "a directory";
  }
  if (stat.isFIFO()) {
    return "a named pipe";
  }
  if (stat.isSocket()) {
    return "a socket";
  }
  return "a device";
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
