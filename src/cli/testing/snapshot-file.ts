/** The file `NAME.flowtest.json`: one JSON object of kept values by key, keys in order. */
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { findDuplicateKey } from "../../shared/duplicate-key.ts";
import type { Json } from "../../shared/json.ts";
import { compareStrings } from "../../shared/order.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { describeFileError } from "../disk-host.ts";
import { writeText } from "../write-text.ts";
import type { Snapshots } from "./file-report.ts";
import { layoutJson } from "./layout-json.ts";

/** None where there is no file. An error is a clause that names it. */
export function readSnapshots(cwd: string, path: string): Result<Snapshots, string> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT"
      ? ok({})
      : err(describeFileError(error, path));
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return err(`${path} holds no object of snapshots`);
    }
    const twice = findDuplicateKey(text);
    return twice === undefined
      ? ok(value as Snapshots) // an object, from JSON
      : err(`${path} has ${JSON.stringify(twice.key)} twice, on line ${twice.line} again`);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return err(`${path} is not JSON: ${error.message}`);
    }
    throw error;
  }
}

/** A file without snapshots is removed. Throws `UsageError` where it cannot be written. */
export function writeSnapshots(cwd: string, path: string, snapshots: Snapshots): void {
  const entries = Object.entries(snapshots).toSorted(([a], [b]) => compareStrings(a, b));
  if (entries.length === 0) {
    rmSync(resolve(cwd, path), { force: true });
    return;
  }
  const fields = entries.map(([key, value]: readonly [string, Json]) => {
    const label = `  ${JSON.stringify(key)}: `;
    return label + layoutJson(value, "  ", label.length);
  });
  writeText(cwd, path, `{\n${fields.join(",\n")}\n}\n`);
}
