/**
 * File patterns: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either. Names that start with a dot
 * match only where the pattern writes the dot.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

export function isGlob(pattern: string): boolean {
  return /[*?{]/.test(pattern);
}

/** Plain patterns that the braces of one may stand for. */
const MOST_ALTERNATIVES = 1_000;

/**
 * Absolute paths of the files that match, each once, in no particular order; undefined where braces make too many
 * patterns. `base` is where relative patterns start.
 */
export function expandGlob(pattern: string, base: string): ReadonlySet<string> | undefined {
  const plainPatterns = expandBraces(pattern);
  if (plainPatterns === undefined) {
    return undefined;
  }
  const found = new Set<string>();
  for (const plain of plainPatterns) {
    const absolute = plain.startsWith("/");
    const segments = plain
      .split("/")
      .filter((segment) => segment !== "" && segment !== ".")
      .filter((segment, i, all) => segment !== "**" || all[i - 1] !== "**");
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
  const isMatch = nameMatcher(segment);
  for (const entry of entriesOf(folder)) {
    if (!isMatch(entry.name)) {
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
  const pattern = Array.from(segment);
  return (name) =>
    (segment.startsWith(".") || !name.startsWith(".")) && matches(pattern, Array.from(name));
}

/** In time proportional to the product of the lengths: only the last `*` is ever tried again. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < name.length; ) {
    if (pattern[at] === "*") {
      star = at;
      resume = i;
      at += 1;
    } else if (pattern[at] === "?" || pattern[at] === name[i]) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      i = resume;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((char) => char === "*");
}

/** The first innermost group first; a brace without partner stands for itself. Undefined where there are too many. */
function expandBraces(pattern: string): readonly string[] | undefined {
  let expanded: readonly string[] = [pattern];
  while (expanded.length <= MOST_ALTERNATIVES) {
    const next = expanded.flatMap(expandGroup);
    if (next.length === expanded.length) {
      return expanded;
    }
    expanded = next;
  }
  return undefined;
}

function expandGroup(pattern: string): readonly string[] {
  const group = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (group === null) {
    return [pattern];
  }
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return (group[1] ?? "").split(",").map((choice) => before + choice + after);
}
