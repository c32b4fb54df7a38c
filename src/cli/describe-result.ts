import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RESULT_FILE } from "../runtime/index.ts";

/** Where a result is, and its small values. */
export interface DescribedResult {
  /** Absolute. */
  readonly folder: string;
  /** Paths in it, with forward slashes, sorted. */
  readonly files: readonly string[];
  /** What `result.json` holds; absent where there is none. */
  readonly values?: unknown;
}

export function describeResult(folder: string): DescribedResult {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
  return files.includes(RESULT_FILE)
    ? { folder, files, values: JSON.parse(readFileSync(join(folder, RESULT_FILE), "utf8")) }
    : { folder, files };
}
