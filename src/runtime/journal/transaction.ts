/** SQLite's answers, sorted by what can be done about them. */
import type { DatabaseSync } from "node:sqlite";

export type JournalCause =
  | "corrupt"
  | "unwritable"
  | "full"
  /** Another process writes: a later attempt helps. */
  | "busy"
  | "failed";

/** Undefined for an error that is not the database's. */
export function causeOf(error: unknown): JournalCause | undefined {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) {
    return undefined;
  }
  // The lowest byte is the primary code, the others say more of it.
  return causes[error.errcode & 0xff] ?? "failed";
}

/** By primary result code, https://www.sqlite.org/rescode.html. SQLITE_ERROR is what a foreign schema gives. */
const causes: { readonly [code: number]: JournalCause | undefined } = {
  1: "corrupt",
  3: "unwritable",
  5: "busy",
  6: "busy",
  8: "unwritable",
  11: "corrupt",
  13: "full",
  14: "unwritable",
  26: "corrupt",
};

/** All of `work` or nothing. Throws what `work` or the database throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // Some errors (a full disk) have rolled back already.
    if (database.isTransaction) {
      database.exec("ROLLBACK");
    }
    throw error;
  }
}

const ATTEMPTS = 100;
const PAUSE_MS = 20;

/** Again while another process is in the way: a change of the journal mode does not wait by itself. */
export function patiently<T>(work: () => T): T {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return work();
    } catch (error) {
      if (causeOf(error) !== "busy" || left === 0) {
        throw error;
      }
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}
