/** Which test files arguments name. `NAME.flowtest.ts` tests `NAME.flow` beside it; `NAME.MORE.flowtest.ts` does so too. */
import { statSync } from "node:fs";
import { basename, join, posix, resolve } from "node:path";
import { displayPath } from "../disk-host.ts";
import { findFiles } from "../source-files.ts";
import { UsageError } from "../usage-error.ts";

/** Paths are relative to the working directory, with forward slashes. */
export interface TestFile {
  readonly path: string;
  readonly program: string;
  readonly snapshotFile: string;
}

export interface FoundTests {
  /** By path. */
  readonly files: readonly TestFile[];
  /** Files of snapshots, of test files that are not there. */
  readonly orphans: readonly string[];
}

const TESTS = ".flowtest.ts";
const SNAPSHOTS = ".flowtest.json";

/**
 * A directory stands for all tests below it, a `.flow` file for those of it; without arguments the working directory is
 * meant. Throws `UsageError` for an argument that names nothing.
 */
export function findTests(names: readonly string[], cwd: string): FoundTests {
  const found = (names.length === 0 ? ["."] : names).map((name) => findIn(name, cwd));
  const paths = new Set(found.flatMap(({ tests }) => tests));
  return {
    files: [...paths].toSorted().map((path) => ({
      path,
      program: programOf(path, cwd),
      snapshotFile: path.slice(0, -TESTS.length) + SNAPSHOTS,
    })),
    orphans: [...new Set(found.flatMap(({ orphans }) => orphans))].toSorted(),
  };
}

interface Found {
  readonly tests: readonly string[];
  readonly orphans: readonly string[];
}

function findIn(name: string, cwd: string): Found {
  const stat = statSync(resolve(cwd, name), { throwIfNoEntry: false });
  const path = displayPath(cwd, name);
  if (stat === undefined) {
    throw new UsageError(`there is no file or directory ${name}`);
  }
  if (stat.isDirectory()) {
    const tests = below(path, TESTS, cwd);
    const known = new Set(tests.map((test) => test.slice(0, -TESTS.length)));
    const orphans = below(path, SNAPSHOTS, cwd).filter(
      (snapshots) => !known.has(snapshots.slice(0, -SNAPSHOTS.length)),
    );
    return { tests, orphans };
  }
  if (path.endsWith(TESTS)) {
    return { tests: [path], orphans: [] };
  }
  if (path.endsWith(".flow")) {
    const beside = below(posix.dirname(path), TESTS, cwd).filter(
      (test) => posix.dirname(test) === posix.dirname(path),
    );
    return { tests: beside.filter((test) => programOf(test, cwd) === path), orphans: [] };
  }
  throw new UsageError(
    `${name} is no file of tests`,
    `A file NAME${TESTS}, a .flow file or a directory is expected.`,
  );
}

function below(directory: string, suffix: string, cwd: string): readonly string[] {
  return findFiles(resolve(cwd, directory), suffix).map((path) =>
    posix.normalize(posix.join(directory, path)),
  );
}

/** The `.flow` file with the longest name that the test's begins with; where there is none, the one of the same name. */
function programOf(test: string, cwd: string): string {
  const folder = posix.dirname(test);
  const name = basename(test).slice(0, -TESTS.length);
  const parts = name.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const program = posix.join(folder, `${parts.slice(0, length).join(".")}.flow`);
    if (statSync(join(cwd, program), { throwIfNoEntry: false })?.isFile()) {
      return program;
    }
  }
  return posix.join(folder, `${name}.flow`);
}
