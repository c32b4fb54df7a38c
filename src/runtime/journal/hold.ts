/** One driver at a time holds a run: a new one from its start, a lost one from when it is taken over. */
import { invariant } from "../../shared/invariant.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Journal } from "./journal.ts";
import { identityOf, isAlive, type ProcessIdentity } from "./process-identity.ts";
import type { RunDetails } from "./run-record.ts";
import { transaction } from "./transaction.ts";

export interface HeldRun {
  /** Its row. */
  readonly id: number;
  readonly started: number;
}

export type NotHeld =
  | { readonly kind: "held"; readonly holder: ProcessIdentity }
  /** `flow gc` takes it away. */
  | { readonly kind: "deleting" };

export interface NewRun extends RunDetails {
  readonly run: string;
  readonly workflow: string;
}

/** Registers the run, or takes it over; `now` in milliseconds since 1970. Throws what the database throws. */
export function holdRun(journal: Journal, run: NewRun, now: number): Result<HeldRun, NotHeld> {
  const { database } = journal;
  const self = identityOf(process.pid);
  invariant(self !== undefined, "this process is alive");
  return transaction(database, () => {
    const row = database
      .prepare("SELECT id, state, started, pid, process, host, seen FROM runs WHERE name = ?")
      .get(run.run);
    if (row === undefined) {
      return ok(insert(journal, run, self, now));
    }
    if (row["state"] === "deleting") {
      return err({ kind: "deleting" });
    }
    const holder = holderOf(row);
    if (holder !== null && isAlive(holder, Number(row["seen"]), now)) {
      return err({ kind: "held", holder });
    }
    const id = Number(row["id"]);
    // What it has to do is told anew; what it has done stays.
    database
      .prepare("UPDATE places SET tasks = 0 WHERE step IN (SELECT id FROM steps WHERE run = ?)")
      .run(id);
    database
      .prepare(
        `UPDATE runs SET state = 'running', ended = NULL, failure = NULL, sources = NULL, planned = 0,
         pid = ?, process = ?, host = ?, seen = ?, out = ?, workers = ?, version = ? WHERE id = ?`,
      )
      .run(self.pid, self.process, self.host, now, run.out, run.workers, run.version, id);
    return ok({ id, started: Number(row["started"]) });
  });
}

function insert({ database }: Journal, run: NewRun, self: ProcessIdentity, now: number): HeldRun {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO runs (name, workflow, file, plan, args, out, seed, workers, version, state, started,
       pid, process, host, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?)`,
    )
    .run(
      run.run,
      run.workflow,
      run.file,
      run.plan,
      JSON.stringify(run.args),
      run.out,
      run.seed,
      run.workers,
      run.version,
      now,
      self.pid,
      self.process,
      self.host,
      now,
    );
  return { id: Number(lastInsertRowid), started: now };
}

/** Null where nobody holds it. */
export function holderOf(row: { readonly [column: string]: unknown }): ProcessIdentity | null {
  const { pid, process: start, host } = row;
  return typeof pid === "number" && typeof start === "string" && typeof host === "string"
    ? { pid, process: start, host }
    : null;
}

/** For good, where its driver is dead and it has not ended; whether that was so. */
export function markLost({ database }: Journal, id: number, now: number): boolean {
  return transaction(database, () => {
    const row = database.prepare("SELECT * FROM runs WHERE id = ?").get(id);
    const holder = row === undefined ? null : holderOf(row);
    const lost =
      row?.["state"] === "running" &&
      (holder === null || !isAlive(holder, Number(row["seen"]), now));
    if (lost) {
      database
        .prepare(
          `UPDATE runs SET state = 'lost', ended = seen, pid = NULL, process = NULL, host = NULL WHERE id = ?`,
        )
        .run(id);
    }
    return lost;
  });
}
