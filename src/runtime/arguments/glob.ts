/**
 * File patterns: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either. Names that start with a dot
 * match only where the pattern writes the dot.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

export function isGlob(pattern: string): boolean {
  return /[*?{]/.test(pattern);
}

/** Absolute paths of the files that match, each once, in no particular order. `base` is where relative patterns start. */
export function expandGlob(pattern: string, base: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const plain of expandBraces(pattern)) {
    const absolute = plain.startsWith("/");
    const segments = plain.split("/").filter((segment) => segment !== "" && segment !== ".");
    collect(absolute ? "/" : base, segments, found);
  }
  return found;
}

function collect(folder: string, segments: readonly string[], found: Set<string>): void {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    return;
  }
  if (segment === "..") {
    collect(join(folder, ".."), rest, found);
    return;
  }
  if (segment === "**") {
    collect(folder, rest, found);
    for (const { name } of entriesOf(folder).filter(isVisibleFolder)) {
      collect(join(folder, name), segments, found);
    }
    return;
  }
  const matches = nameMatcher(segment);
  for (const entry of entriesOf(folder)) {
    if (!matches(entry.name)) {
      continue;
    }
    const path = join(folder, entry.name);
    if (rest.length > 0) {
      collect(path, rest, found);
    } else if (!entry.folder) {
      found.add(path);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly folder: boolean;
  readonly link: boolean;
}

/** Nothing for what is no folder, or may not be read. Links to folders are followed only where a pattern names them. */
function entriesOf(folder: string): readonly Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      folder: entry.isDirectory(),
      link: entry.isSymbolicLink(),
    }));
  } catch {
    return [];
  }
}

function isVisibleFolder(entry: Entry): boolean {
  return entry.folder && !entry.link && !entry.name.startsWith(".");
}

function nameMatcher(segment: string): (name: string) => boolean {
  if (!isGlob(segment)) {
    return (name) => name === segment;
  }
  const source = Array.from(segment)
    .map((char) => (char === "*" ? ".*" : char === "?" ? "." : RegExp.escape(char)))
    .join("");
  const expression = new RegExp(`^${source}$`, "su");
  return (name) => (segment.startsWith(".") || !name.startsWith(".")) && expression.test(name);
}

/** The innermost-first expansion of the first brace group; a brace without partner stands for itself. */
function expandBraces(pattern: string): readonly string[] {
  const group = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (group === null) {
    return [pattern];
  }
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return (group[1] ?? "").split(",").flatMap((choice) => expandBraces(before + choice + after));
}
