/**
 * Cases kept as folders: inputs, and `expected.*` files with all that comes out. A folder with an expected file that
 * nothing produces is as wrong as one that lacks a file, so that no golden can go stale unnoticed.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { expect, inject } from "vitest";

export interface GoldenCase {
  /** Path under the root of all cases, with forward slashes. */
  readonly name: string;
  readonly directory: string;
  /** Every file of the case but the expected ones, by path relative to the case. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** What a case came to, by path of the expected file in the case (`expected.ast.txt`). */
export type Outputs = Readonly<Record<string, string>>;

const EXPECTED = "expected.";

/** Every folder under `root` that holds the file `marker`, by name. A leaf folder without it is an error. */
export function findCases(root: string, marker: string): readonly GoldenCase[] {
  return findDirectories(root, marker, "").map((name) => {
    const directory = join(root, name);
    return { name, directory, inputs: new Map(readInputs(directory, "")) };
  });
}

function findDirectories(root: string, marker: string, at: string): readonly string[] {
  const entries = readdirSync(join(root, at), { withFileTypes: true });
  if (entries.some((entry) => entry.name === marker)) {
    return [at];
  }
  const directories = entries.filter((entry) => entry.isDirectory());
  if (at !== "" && directories.length === 0) {
    throw new Error(`${join(root, at)} is no case: it has no ${marker}`);
  }
  return directories
    .map((entry) => posix.join(at, entry.name))
    .toSorted()
    .flatMap((child) => findDirectories(root, marker, child));
}

function readInputs(directory: string, at: string): readonly (readonly [string, string])[] {
  return readdirSync(join(directory, at), { withFileTypes: true })
    .filter((entry) => at !== "" || !entry.name.startsWith(EXPECTED))
    .flatMap((entry) => {
      const path = posix.join(at, entry.name);
      return entry.isDirectory()
        ? readInputs(directory, path)
        : [[path, readFileSync(join(directory, path), "utf8")] as const];
    });
}

/**
 * Compares exactly, after newline normalisation, and in both directions: what is missing and what nobody claims fail
 * too. `npm run bless` writes instead, and removes what nobody claims.
 */
export function expectOutputs(directory: string, outputs: Outputs): void {
  const present = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => path.startsWith(EXPECTED));
  if (inject("bless")) {
    for (const name of present.filter((file) => !Object.hasOwn(outputs, file))) {
      rmSync(join(directory, name));
    }
    for (const [name, text] of Object.entries(outputs)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), normalise(text));
    }
    return;
  }
  const actual = Object.entries(outputs).map(([name, text]) => [name, normalise(text)] as const);
  const expected = present.map(
    (name) => [name, normalise(readFileSync(join(directory, name), "utf8"))] as const,
  );
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
}

function normalise(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
