import {
  type Collected,
  collectGarbage,
  flowFolder,
  formatCount,
  formatSize,
  type KeepPolicy,
  logPath,
  storeFolder,
  systemClock,
} from "../../runtime/index.ts";
import type { CliIo } from "../cli-io.ts";
import type { Action } from "../command.ts";
import { describeFileError } from "../disk-host.ts";
import { exitCodes } from "../exit-code.ts";
import { readWhole } from "../read-number.ts";
import { displayed } from "../show-outcome.ts";
import { withJournal } from "../with-journal.ts";

interface GcOptions {
  readonly "keep-days": string | undefined;
  readonly "keep-runs": string | undefined;
  readonly "dry-run": boolean;
}

const KEEP_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

export const run: Action<GcOptions> = ({ options }, io) => {
  const policy = readPolicy(options);
  const dryRun = options["dry-run"];
  return withJournal(io, dryRun ? "read" : "change", async (journal) => {
    if (journal === undefined) {
      io.stderr.write("no run has been made here yet\n");
      return exitCodes.done;
    }
    const folder = flowFolder(io.cwd, io.environment);
    const places = {
      storeRoot: storeFolder(folder),
      logOf: (name: string) => logPath(folder, name),
    };
    try {
      const now = systemClock.now();
      showCollected(await collectGarbage(journal, places, policy, now, dryRun), dryRun, io);
    } catch (error) {
      if (!(error instanceof Error && "syscall" in error && "path" in error)) {
        throw error;
      }
      io.stderr.write(`error: ${describeFileError(error, displayed(String(error.path), io))}\n`);
      io.stderr.write("hint: What is left of it goes with the next `flow gc`.\n");
      return exitCodes.failed;
    }
    return exitCodes.done;
  });
};

/** One option alone is the whole rule. */
function readPolicy(options: GcOptions): KeepPolicy {
  const days = readWhole("keep-days", options["keep-days"]);
  const runs = readWhole("keep-runs", options["keep-runs"]);
  return {
    keepMs: (days ?? (runs === undefined ? KEEP_DAYS : 0)) * DAY_MS,
    keepRuns: runs ?? 0,
  };
}

function showCollected(
  { runs, leftoverBytes, unknown, used }: Collected,
  dryRun: boolean,
  { stdout, stderr }: CliIo,
): void {
  stdout.write(runs.map(({ run: name, bytes }) => `${name}  ${formatSize(bytes)}\n`).join(""));
  const bytes = runs.reduce((sum, one) => sum + one.bytes, leftoverBytes);
  const left = leftoverBytes > 0 ? `, ${formatSize(leftoverBytes)} of it left by killed tasks` : "";
  const what = `${formatCount(runs.length)} ${runs.length === 1 ? "run" : "runs"}`;
  stderr.write(
    dryRun
      ? `${what} would be deleted, and ${formatSize(bytes)} freed${left}\n`
      : `${what} deleted, ${formatSize(bytes)} freed${left}\n`,
  );
  if (used.length > 0) {
    stderr.write(`kept because other runs use what they made: ${used.join(", ")}\n`);
  }
  if (unknown.length > 0) {
    stderr.write(`not in the journal, and left alone: ${unknown.join(", ")}\n`);
  }
}
