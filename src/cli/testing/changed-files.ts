/** What git says has changed. */
import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { UsageError } from "../usage-error.ts";

export interface ChangedFiles {
  /** Relative to the working directory, with forward slashes. */
  readonly paths: ReadonlySet<string>;
  /** Why they may be more than were asked for; null where they are not. */
  readonly note: string | null;
}

/**
 * Files that differ from the commit at which this branch left `ref`: committed since, changed, added, deleted or untracked.
 * Throws `UsageError` where git cannot say.
 */
export function findChangedFiles(cwd: string, ref: string): ChangedFiles {
  const top = git(cwd, ["rev-parse", "--show-toplevel"])?.trim();
  if (top === undefined) {
    throw new UsageError(
      "--changed-since needs a git repository, and the working directory is in none",
    );
  }
  const ask = (...args: readonly string[]) => git(top, args)?.trim();
  const isShallow = ask("rev-parse", "--is-shallow-repository") === "true";
  const commit = ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (commit === undefined || commit === "") {
    throw new UsageError(
      `git knows no commit \`${ref}\``,
      isShallow
        ? "This clone is shallow: `git fetch --unshallow` gets what is missing."
        : undefined,
    );
  }
  const base = ask("merge-base", commit, "HEAD");
  const changed = git(top, [
    "diff",
    "--name-only",
    "-z",
    "--no-renames",
    "--no-relative",
    base ?? commit,
    "--",
  ]);
  const untracked = git(top, ["ls-files", "--others", "--exclude-standard", "-z"]);
  if (changed === undefined || untracked === undefined) {
    throw new UsageError(`git cannot compare the working directory with \`${ref}\``);
  }
  const here = realpathSync(cwd);
  const paths = `${changed}${untracked}`
    .split("\0")
    .filter((path) => path !== "")
    .map((path) => relative(here, join(top, path)).split(sep).join("/"));
  return {
    paths: new Set(paths),
    note:
      base === undefined
        ? `where this branch left \`${ref}\` is not known${isShallow ? " in a shallow clone" : ""}: everything that differs from \`${ref}\` counts as changed`
        : null,
  };
}

/** What it printed; undefined where it says no. */
function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", args, {
      cwd,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UsageError("--changed-since needs git, which is not installed");
    }
    if (error instanceof Error && "status" in error) {
      return undefined;
    }
    throw error;
  }
}
