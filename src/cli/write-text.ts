import { randomUUID } from "node:crypto";
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { attempt } from "./attempt.ts";
import { describeFileError } from "./disk-host.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Writes a file that an argument names, whole or not at all: on a full disk a program keeps its old text. Links are
 * followed and permissions kept; devices and pipes are written to as they are. Throws `UsageError` where that cannot be
 * done.
 */
export function writeText(cwd: string, path: string, text: string): void {
  const named = resolve(cwd, path);
  try {
    const existing = statSync(named, { throwIfNoEntry: false });
    if (existing === undefined || existing.isFile()) {
      replace(attempt(() => realpathSync(named)) ?? named, text, existing?.mode);
    } else {
      writeFileSync(named, text);
    }
  } catch (error) {
    throw new UsageError(describeFileError(error, path));
  }
}

function replace(path: string, text: string, mode: number | undefined): void {
  const temporary = join(dirname(path), `.flow-${randomUUID()}`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (mode !== undefined) {
      chmodSync(temporary, mode);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
