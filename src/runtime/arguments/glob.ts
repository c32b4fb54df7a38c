/**
 * File patterns: `*` and `?` within a name, `**` for any number of folders, `{a,b}` for either. Names that start with a dot
 * match only where the pattern writes the dot.
 */
import { isUtf8 } from "node:buffer";
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "../../shared/result.ts";

export function isGlob(pattern: string): boolean {
  return /[*?{]/.test(pattern);
}

/** Plain patterns that the braces of one may stand for. */
const MOST_ALTERNATIVES = 1_000;

export type GlobProblem =
  /** Braces make too many patterns. */
  | { readonly kind: "too-many" }
  /** A name that matches is not UTF-8: no path leads to it. `path` has `\xE9` for the bytes that are not. */
  | { readonly kind: "not-utf8"; readonly path: string };

/** Absolute paths of the files that match, each once, in no particular order. `base` is where relative patterns start. */
export function expandGlob(
  pattern: string,
  base: string,
): Result<ReadonlySet<string>, GlobProblem> {
  const plainPatterns = expandBraces(pattern);
  if (plainPatterns === undefined) {
    return err({ kind: "too-many" });
  }
  const found = new Set<string>();
  for (const plain of plainPatterns) {
    const absolute = plain.startsWith("/");
    const segments = plain
      .split("/")
      .filter((segment) => segment !== "" && segment !== ".")
      .filter((segment, i, all) => segment !== "**" || all[i - 1] !== "**");
    const bad = collect(absolute ? "/" : base, segments, found);
    if (bad !== undefined) {
      return err({ kind: "not-utf8", path: bad });
    }
  }
  return ok(found);
}

/** Adds to `found`; gives the escaped path of the first entry in the way whose name is not UTF-8. */
function collect(
  folder: string,
  segments: readonly string[],
  found: Set<string>,
): string | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    return undefined;
  }
  if (segment === "..") {
    return collect(join(folder, ".."), rest, found);
  }
  if (segment === "**") {
    let bad = collect(folder, rest, found);
    for (const entry of entriesOf(folder).filter(isVisibleFolder)) {
      bad ??= entry.escaped ?? collect(join(folder, entry.name), segments, found);
    }
    return bad;
  }
  const isMatch = nameMatcher(segment);
  for (const entry of entriesOf(folder)) {
    if (!isMatch(entry.name) || (rest.length > 0 && !entry.folder && !entry.link)) {
      continue;
    }
    const path = join(folder, entry.name);
    const bad = entry.escaped ?? (rest.length > 0 ? collect(path, rest, found) : undefined);
    if (bad !== undefined) {
      return bad;
    }
    if (rest.length === 0 && !entry.folder) {
      found.add(path);
    }
  }
  return undefined;
}

interface Entry {
  readonly name: string;
  readonly folder: boolean;
  readonly link: boolean;
  /** The path, where the name is not UTF-8. */
  readonly escaped: string | undefined;
}

const REPLACEMENT = "\uFFFD";

/** Nothing for what is no folder, or may not be read. Links to folders are followed only where a pattern names them. */
function entriesOf(folder: string): readonly Entry[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.some(({ name }) => name.includes(REPLACEMENT))
      ? readdirSync(folder, { withFileTypes: true, encoding: "buffer" }).map((entry) =>
          isUtf8(entry.name)
            ? entryOf(entry, entry.name.toString())
            : entryOf(entry, entry.name.toString(), join(folder, escapeBytes(entry.name))),
        )
      : entries.map((entry) => entryOf(entry, entry.name));
  } catch {
    return [];
  }
}

const entryOf = (
  entry: Pick<Dirent, "isDirectory" | "isSymbolicLink">,
  name: string,
  escaped?: string,
): Entry => ({ name, folder: entry.isDirectory(), link: entry.isSymbolicLink(), escaped });

/** Bytes that are no part of UTF-8 as `\xE9`. */
function escapeBytes(name: Buffer): string {
  let text = "";
  for (let at = 0; at < name.length; ) {
    const length = [1, 2, 3, 4].find((n) => isUtf8(name.subarray(at, at + n))) ?? 0;
    text +=
      length === 0
        ? `\\x${name.toString("hex", at, at + 1).toUpperCase()}`
        : name.toString("utf8", at, at + length);
    at += Math.max(1, length);
  }
  return text;
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
