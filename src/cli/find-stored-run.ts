/** A run by what a person calls it: as the journal knows it, or as the store does where the journal has been lost. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  charterKey,
  findRun,
  flowFolder,
  openJournal,
  type RunState,
  resultPath,
  storeFolder,
  systemClock,
} from "../runtime/index.ts";
import type { CliIo } from "./cli-io.ts";
import { describeChoice } from "./with-journal.ts";

export interface StoredRun {
  readonly run: string;
  /** `lost` where only the store knows it. */
  readonly state: RunState;
  /** Where its result is, or would be. */
  readonly result: string;
  /** Of the driver that holds it. */
  readonly pid: number | null;
}

/** Throws `UsageError` where it is not clear which run is meant. */
export function findStoredRun(text: string, io: CliIo): StoredRun {
  const folder = flowFolder(io.cwd, io.environment);
  const opened = openJournal(folder, "read");
  if (!opened.ok && opened.error.kind !== "absent") {
    io.stderr.write(`warning: ${opened.error.message}\n`);
  }
  using journal = opened.ok ? opened.value : undefined;
  const known = journal && findRun(journal, text, systemClock.now());
  if (known?.ok === true) {
    const { run, state, out, holder } = known.value;
    return { run, state, result: out ?? resultPath(folder, run), pid: holder?.pid ?? null };
  }
  const names = storedRuns(storeFolder(folder));
  const matching = text === "last" ? names.slice(0, 1) : names.filter((n) => n.startsWith(text));
  const chosen = matching.find((name) => name === text) ?? matching[0];
  if (chosen === undefined || (matching.length > 1 && chosen !== text)) {
    throw describeChoice(
      known?.ok === false
        ? known.error
        : { kind: matching.length > 1 ? "ambiguous" : "unknown", names: matching },
      text,
    );
  }
  return { run: chosen, state: "lost", result: resultPath(folder, chosen), pid: null };
}

/** Newest first. */
function storedRuns(store: string): readonly string[] {
  const startOf = (name: string): number =>
    statSync(join(store, charterKey(name)), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  let names: readonly string[] = [];
  try {
    names = readdirSync(join(store, "runs"));
  } catch {
    // No run has been made here.
  }
  return names.filter((name) => startOf(name) > 0).toSorted((a, b) => startOf(b) - startOf(a));
}
