/** Runs by what a person calls them, newest first. */
import { err, ok, type Result } from "../../shared/result.ts";
import type { RunFailure } from "../run-failure.ts";
import { holderOf } from "./hold.ts";
import type { Journal } from "./journal.ts";
import { isAlive } from "./process-identity.ts";
import type { PrintedArgument, RunRecord, RunState, RunSummary } from "./run-record.ts";

export interface RunFilter {
  readonly state?: RunState;
  readonly limit?: number;
}

export type NoRun =
  /** `names` are those of all runs. */
  | { readonly kind: "unknown"; readonly names: readonly string[] }
  /** `names` are those that begin so. */
  | { readonly kind: "ambiguous"; readonly names: readonly string[] };

type Row = { readonly [column: string]: unknown };

/** `now` in milliseconds since 1970: a run whose driver is gone is lost. */
export function listRuns(
  journal: Journal,
  now: number,
  { state, limit = Number.POSITIVE_INFINITY }: RunFilter = {},
): readonly RunSummary[] {
  const found: RunSummary[] = [];
  for (const row of newestFirst(journal)) {
    const run = summaryOf(row, now);
    if (found.length >= limit) {
      break;
    }
    if (state === undefined || run.state === state) {
      found.push(run);
    }
  }
  return found;
}

/** `text` is a name, an unambiguous beginning of one, or `last` or `latest` for the one that started last. */
export function findRun(journal: Journal, text: string, now: number): Result<RunRecord, NoRun> {
  const rows = [...newestFirst(journal)];
  const names = rows.map(nameOf);
  const [newest] = rows;
  if ((text === "last" || text === "latest") && newest !== undefined) {
    return ok(recordOf(newest, now));
  }
  const matching = rows.filter((row) => nameOf(row).startsWith(text));
  const chosen = matching.find((row) => nameOf(row) === text) ?? matching[0];
  if (text === "" || chosen === undefined) {
    return err({ kind: "unknown", names });
  }
  return matching.length === 1 || nameOf(chosen) === text
    ? ok(recordOf(chosen, now))
    : err({ kind: "ambiguous", names: matching.map(nameOf) });
}

const nameOf = (row: Row): string => String(row["name"]);

/** Runs that `flow gc` has begun to delete are gone. */
function newestFirst({ database }: Journal): Iterable<Row> {
  return database
    .prepare("SELECT * FROM runs WHERE state <> 'deleting' ORDER BY started DESC, id DESC")
    .iterate();
}

function summaryOf(row: Row, now: number): RunSummary {
  const state = stateOf(row, now);
  const ended = row["ended"] ?? (state === "lost" ? row["seen"] : null);
  return {
    run: nameOf(row),
    workflow: String(row["workflow"]),
    state,
    started: Number(row["started"]),
    ended: ended === null ? null : Number(ended),
    tasks: Number(row["tasks"]),
    planned: Number(row["planned"]),
  };
}

function stateOf(row: Row, now: number): RunState {
  const holder = holderOf(row);
  const stored = row["state"] as RunState; // `deleting` is never read here
  return stored === "running" && (holder === null || !isAlive(holder, Number(row["seen"]), now))
    ? "lost"
    : stored;
}

// The columns of JSON are written by this program from values of these types.
function recordOf(row: Row, now: number): RunRecord {
  const { failure, sources, out } = row;
  return {
    ...summaryOf(row, now),
    id: Number(row["id"]),
    file: String(row["file"]),
    plan: String(row["plan"]),
    args: JSON.parse(String(row["args"])) as readonly PrintedArgument[],
    out: typeof out === "string" ? out : null,
    seed: Number(row["seed"]),
    workers: Number(row["workers"]),
    version: String(row["version"]),
    failure: typeof failure === "string" ? (JSON.parse(failure) as RunFailure) : null,
    sources:
      typeof sources === "string"
        ? (JSON.parse(sources) as { readonly [path: string]: string })
        : {},
    holder: holderOf(row),
  };
}
