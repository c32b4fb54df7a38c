import { readdirSync, statSync } from "node:fs";
import { extname, join, posix, resolve } from "node:path";
import type { CliIo } from "./cli-io.ts";
import { describeFileError, displayPath, readSource, STDIN_PATH } from "./disk-host.ts";
import { UsageError } from "./usage-error.ts";

export interface SourceText {
  /** As the compiler shows it. */
  readonly path: string;
  readonly text: string;
}

/** Texts of the files that arguments name; `-` is standard input. Throws `UsageError` for one that cannot be read. */
export async function readSources(
  files: readonly string[],
  io: CliIo,
): Promise<readonly SourceText[]> {
  const sources: SourceText[] = [];
  for (const file of new Set(
    files.map((name) => (name === "-" ? name : displayPath(io.cwd, name))),
  )) {
    sources.push(await readProgram(file, io));
  }
  return sources;
}

/** As `readSources`, of one file. */
export async function readProgram(file: string, io: CliIo): Promise<SourceText> {
  return file === "-"
    ? { path: STDIN_PATH, text: await io.readStdin() }
    : readFile(displayPath(io.cwd, file), io.cwd);
}

function readFile(path: string, cwd: string): SourceText {
  if (isDirectory(resolve(cwd, path))) {
    throw new UsageError(`${path} is a directory, and a .flow file is expected`, listIn(path, cwd));
  }
  const extension = extname(path);
  if (extension !== "" && extension !== ".flow") {
    throw new UsageError(`${path} is no .flow file`, "A .flow file is expected.");
  }
  const read = readSource(cwd, path);
  if (!read.ok) {
    throw new UsageError(read.error, extension === "" ? "A .flow file is expected." : undefined);
  }
  return { path, text: read.value };
}

/** Programs that are named where a directory stands for none of them. */
const MOST_LISTED = 10;

function listIn(directory: string, cwd: string): string {
  const found = findFlowFiles(resolve(cwd, directory)).map((path) => posix.join(directory, path));
  const more = found.length - MOST_LISTED;
  const listed = found.slice(0, MOST_LISTED).join(", ");
  switch (found.length) {
    case 0:
      return "There is no .flow file below it.";
    case 1:
      return `Did you mean ${listed}?`;
    default:
      return `Name one of those below it: ${listed}${more > 0 ? ` and ${more} more` : ""}.`;
  }
}

/**
 * Arguments with every directory replaced by the `.flow` files below it, by path. Folders that are hidden or hold
 * installed packages are passed over. Throws `UsageError` for a directory without any.
 */
export function expandDirectories(files: readonly string[], cwd: string): readonly string[] {
  return files.flatMap((file) => {
    if (file === "-" || !isDirectory(resolve(cwd, file))) {
      return [file];
    }
    const found = findFlowFiles(resolve(cwd, file));
    if (found.length === 0) {
      throw new UsageError(`there is no .flow file in ${file}`);
    }
    return found.map((path) => join(file, path));
  });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const findFlowFiles = (directory: string): readonly string[] => findFiles(directory, ".flow");

/**
 * Paths of the files below a directory whose names end in `suffix`, relative to it, by path. Folders that are hidden or hold
 * installed packages are passed over. Throws `UsageError` for one that cannot be read.
 */
export function findFiles(directory: string, suffix: string, at = ""): readonly string[] {
  try {
    return readdirSync(join(directory, at), { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = posix.join(at, entry.name);
        if (entry.isDirectory()) {
          const skipped = entry.name.startsWith(".") || entry.name === "node_modules";
          return skipped ? [] : findFiles(directory, suffix, path);
        }
        return entry.isFile() && entry.name.endsWith(suffix) ? [path] : [];
      });
  } catch (error) {
    throw new UsageError(describeFileError(error, join(directory, at)));
  }
}
