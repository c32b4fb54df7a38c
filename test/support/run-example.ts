/** Runs a program of `workflows/` as a user does, and reads what it leaves in `--out`. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "./cli-io.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const workflows = resolve(import.meta.dirname, "../../workflows");

export interface ExampleResult {
  /** The rows of a lone dataset, in order. */
  readonly rows: readonly unknown[];
  /** Those of the datasets in a record, by field. */
  readonly datasets: Readonly<Record<string, readonly unknown[]>>;
  /** What `result.json` holds: a value, or the small values in a record. Undefined where there are none. */
  readonly values: unknown;
}

/** `program` without `.flow`; `args` as on the command line. It must succeed. */
export async function runExample(
  program: string,
  ...args: readonly string[]
): Promise<ExampleResult> {
  using folder = temporaryFolder();
  const out = join(folder.path, "out");
  const { io, stderr } = recordIo(folder.path);
  const path = join(workflows, `${program}.flow`);
  const exit = await runCli(["run", path, ...args, "--out", out, "--workers", "2"], io);
  expect({ exit, errors: exit === 0 ? "" : stderr() }).toEqual({ exit: 0, errors: "" });
  const entries = readdirSync(out, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const hasValues = entries.some(({ name }) => name === "result.json");
  return {
    rows: readRows(out),
    datasets: Object.fromEntries(folders.map((name) => [name, readRows(join(out, name))])),
    values: hasValues ? JSON.parse(readFileSync(join(out, "result.json"), "utf8")) : undefined,
  };
}

function readRows(folder: string): readonly unknown[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith("part-"))
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}
