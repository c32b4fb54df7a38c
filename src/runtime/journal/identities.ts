/** What is known of work that other runs have done, for reuse, and digests of files, so that none is read twice. */
import type { Journal } from "./journal.ts";
import { transaction } from "./transaction.ts";

/** `result` and `parts` are JSON of whoever makes them. */
export interface Identity {
  /** SHA-256. */
  readonly key: Uint8Array;
  readonly result: string;
  readonly parts: string;
}

export interface KnownIdentity {
  readonly run: string;
  readonly result: string;
  readonly parts: string;
}

/** Of `run` (a row), all or none. The first result of a key stays. */
export function addIdentities(
  { database }: Journal,
  run: number,
  identities: readonly Identity[],
): void {
  const insert = database.prepare(
    "INSERT INTO identities (key, run, result, parts) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
  );
  transaction(database, () => {
    for (const { key, result, parts } of identities) {
      insert.run(key, run, result, parts);
    }
  });
}

/**
 * In the order of `keys`; undefined where nothing is known. What is found becomes part of `run` (a row) in the same
 * transaction: from here on `flow gc` keeps its objects for as long as `run` is kept.
 */
export function useIdentities(
  { database }: Journal,
  run: number,
  keys: readonly Uint8Array[],
): readonly (KnownIdentity | undefined)[] {
  const find = database.prepare(
    `SELECT runs.id, runs.name, result, parts FROM identities JOIN runs ON runs.id = identities.run
     WHERE key = ? AND runs.state <> 'deleting'`,
  );
  const use = database.prepare("INSERT OR IGNORE INTO uses (run, source) VALUES (?, ?)");
  return transaction(database, () => {
    const sources = new Set<number>();
    const found = keys.map((key) => {
      const row = find.get(key);
      if (row === undefined) {
        return undefined;
      }
      sources.add(Number(row["id"]));
      return {
        run: String(row["name"]),
        result: String(row["result"]),
        parts: String(row["parts"]),
      };
    });
    for (const source of sources) {
      use.run(run, source);
    }
    return found;
  });
}

/** Whether another run has made objects of `run` (a row) part of itself. */
export function isUsed({ database }: Journal, run: number): boolean {
  return (
    database.prepare("SELECT 1 FROM uses WHERE source = ? AND run <> source LIMIT 1").get(run) !==
    undefined
  );
}

/** As `useIdentities`, for somebody who only looks: nothing is kept for it. */
export function findIdentities(
  { database }: Journal,
  keys: readonly Uint8Array[],
): readonly (KnownIdentity | undefined)[] {
  const find = database.prepare(
    `SELECT runs.name, result, parts FROM identities JOIN runs ON runs.id = identities.run
     WHERE key = ? AND runs.state <> 'deleting'`,
  );
  return keys.map((key) => {
    const row = find.get(key);
    return (
      row && {
        run: String(row["name"]),
        result: String(row["result"]),
        parts: String(row["parts"]),
      }
    );
  });
}

/** It has turned out that its result does not follow from it. */
export function forgetIdentity({ database }: Journal, key: Uint8Array): void {
  database.prepare("DELETE FROM identities WHERE key = ?").run(key);
}

/** What tells that a file has not changed. */
export interface FileState {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
}

/** `now` in milliseconds since 1970: digests that are not asked for are given up some day. */
export function addFileDigest(
  { database }: Journal,
  { path, size, mtimeNs, inode }: FileState,
  digest: Uint8Array,
  now: number,
): void {
  database
    .prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)")
    .run(path, size, mtimeNs, BigInt.asIntN(64, inode), digest, now);
}

/** Undefined where the file is not known as it is. */
export function findFileDigest(
  { database }: Journal,
  { path, size, mtimeNs, inode }: FileState,
  now: number,
): Uint8Array | undefined {
  const digest = database
    .prepare(
      `UPDATE files SET used = ? WHERE path = ? AND size = ? AND mtime_ns = ? AND inode = ? RETURNING digest`,
    )
    .get(now, path, size, mtimeNs, BigInt.asIntN(64, inode))?.["digest"];
  return digest instanceof Uint8Array ? digest : undefined;
}
