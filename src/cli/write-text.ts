import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeFileError } from "./disk-host.ts";
import { UsageError } from "./usage-error.ts";

/** Writes a file that an argument names. Throws `UsageError` where that cannot be done. */
export function writeText(cwd: string, path: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, path), text);
  } catch (error) {
    throw new UsageError(describeFileError(error, path));
  }
}
