/**
 * The journal: one SQLite database beside the store, an index of runs that is never the truth. Losing it loses history and
 * reuse, not a run. Any number of processes may have it open; every write is one short transaction.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { err, ok, type Result } from "../../shared/result.ts";
import { errorCode } from "../store/store-failure.ts";
import { migrations, schemaVersion } from "./schema.ts";
import { causeOf, type JournalCause, patiently, transaction } from "./transaction.ts";

export interface Journal extends Disposable {
  readonly path: string;
  readonly database: DatabaseSync;
}

export interface JournalProblem {
  readonly kind: JournalCause | "newer" | "absent";
  readonly path: string;
  /** A clause without final stop that names the file. */
  readonly message: string;
}

export const journalPath = (folder: string): string => join(folder, "journal.db");

/** `make` makes the file where there is none, `change` does not; `read` does with a file that cannot be written. */
export function openJournal(
  folder: string,
  mode: "read" | "change" | "make",
): Result<Journal, JournalProblem> {
  const path = journalPath(folder);
  if (mode !== "make" && !existsSync(path)) {
    return err(absent(path));
  }
  let database: DatabaseSync | undefined;
  try {
    database = mode === "read" ? openToRead(path) : openToWrite(path, folder);
    const version = versionOf(database);
    if (version === 0) {
      // Whoever makes it has not come to the tables.
      database.close();
      return err(absent(path));
    }
    if (version > schemaVersion) {
      database.close();
      return err({
        kind: "newer",
        path,
        message: `the journal ${path} was written by a newer version of flow`,
      });
    }
  } catch (error) {
    database?.close();
    return err(problemOf(error, path));
  }
  const opened = database;
  return ok({ path, database: opened, [Symbol.dispose]: () => opened.close() });
}

const absent = (path: string): JournalProblem => ({
  kind: "absent",
  path,
  message: `there is no journal ${path}`,
});

function openToWrite(path: string, folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(path);
  try {
    patiently(() => {
      // Space is given back by `flow gc`. The first writer of a file decides.
      database.exec(
        "PRAGMA busy_timeout = 2000; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL",
      );
    });
    // A power cut may take the last moments of the history; it cannot damage what was there.
    database.exec("PRAGMA synchronous = NORMAL");
    if (versionOf(database) < schemaVersion) {
      patiently(() => transaction(database, () => migrate(database)));
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Where the folder cannot be written there can be no shared memory beside the file, and no writer either. */
function openToRead(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA busy_timeout = 2000");
    const version = versionOf(database);
    // What an older version has written is read as the tables of this one.
    if (version > 0 && version < schemaVersion) {
      transaction(database, () => migrate(database));
    }
    return database;
  } catch (error) {
    if (causeOf(error) !== "unwritable") {
      throw error;
    }
    try {
      return openImmutable(path);
    } catch {
      // What was wrong in the first place says more.
      throw error;
    }
  }
}

function openImmutable(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true });
  versionOf(database);
  return database;
}

/** Runs in a transaction: of two processes that open an old file the second one finds nothing to do. */
function migrate(database: DatabaseSync): void {
  for (const sql of migrations.slice(versionOf(database))) {
    database.exec(sql);
  }
  database.exec(`PRAGMA user_version = ${Math.max(versionOf(database), schemaVersion)}`);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function problemOf(error: unknown, path: string): JournalProblem {
  const kind = causeOf(error);
  if (kind === undefined) {
    // The folder itself cannot be made.
    const code = errorCode(error);
    if (code === undefined) {
      throw error;
    }
    return { kind: "unwritable", path, message: `the journal ${path} cannot be made: ${code}` };
  }
  return { kind, path, message: `the journal ${path} ${sayings[kind]}` };
}

/** What is wrong with the journal, said of its path. */
export const sayings: { readonly [cause in JournalCause]: string } = {
  corrupt: "is damaged or no journal",
  unwritable: "cannot be opened",
  full: "cannot be written: the disk is full",
  busy: "is held by another process",
  failed: "cannot be read or written",
};
