/**
 * Takes old runs away: their objects, logs and rows. What is to go is decided and marked in one transaction, in which the
 * identities of these runs go too: a run that starts later finds nothing to reuse in them, and one that found something
 * before has made it part of itself. A collection that is killed is gone on with by the next one.
 */
import { randomUUID } from "node:crypto";
import { lstat, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runPrefix } from "../keys.ts";
import { TEMPORARY } from "../store/file-system.ts";
import { errorCode } from "../store/store-failure.ts";
import { holderOf } from "./hold.ts";
import type { Journal } from "./journal.ts";
import { isAlive } from "./process-identity.ts";
import { patiently, transaction } from "./transaction.ts";

export interface KeepPolicy {
  /** Runs that ended less long ago stay, in milliseconds. */
  readonly keepMs: number;
  /** So many runs stay whatever their age, the latest ones. */
  readonly keepRuns: number;
}

export interface Places {
  readonly storeRoot: string;
  /** Of a run, whether it is there or not. */
  readonly logOf: (run: string) => string;
}

export interface Collected {
  readonly runs: readonly { readonly run: string; readonly bytes: number }[];
  /** What tasks that were killed had begun to write. */
  readonly leftoverBytes: number;
  /** In the store and not in the journal: they are left alone. */
  readonly unknown: readonly string[];
  /** Old enough to go, but a run that stays has objects of theirs. */
  readonly used: readonly string[];
}

interface Candidate {
  readonly id: number;
  readonly run: string;
  readonly state: string;
  readonly alive: boolean;
  readonly ended: number;
}

/** Objects in the making that are older belong to nobody. */
const LEFTOVER_MS = 24 * 3_600_000;
/** What names of runs begin with when they are on their way out. */
const ASIDE = "gc-";
/** Rows deleted at once: other processes get their turn in between. */
const ROWS = 20_000;

/** `dryRun`: says what would go. Throws what the database throws; files that cannot be deleted stay for another time. */
export async function collectGarbage(
  journal: Journal,
  { storeRoot, logOf }: Places,
  policy: KeepPolicy,
  now: number,
  dryRun: boolean,
): Promise<Collected> {
  const { doomed, used } = dryRun
    ? choose(journal, policy, now)
    : patiently(() => transaction(journal.database, () => mark(journal, policy, now)));
  const runs: { readonly run: string; readonly bytes: number }[] = [];
  for (const { id, run } of doomed) {
    const folder = join(storeRoot, runPrefix(run));
    const paths = [folder, logOf(run)];
    const sizes = await Promise.all(paths.map(sizeOf));
    runs.push({ run, bytes: sizes.reduce((sum, size) => sum + size, 0) });
    if (!dryRun) {
      await deleteWhole(folder, storeRoot, run);
      await rm(logOf(run), { force: true });
      deleteRows(journal, id);
    }
  }
  const leftoverBytes = await collectLeftovers(storeRoot, now, dryRun);
  if (!dryRun) {
    journal.database.prepare("DELETE FROM files WHERE used < ?").run(now - policy.keepMs);
    journal.database.exec("PRAGMA incremental_vacuum");
  }
  return { runs, leftoverBytes, unknown: await unknownRuns(journal, storeRoot), used };
}

function mark(journal: Journal, policy: KeepPolicy, now: number): ReturnType<typeof choose> {
  const chosen = choose(journal, policy, now);
  const marking = journal.database.prepare("UPDATE runs SET state = 'deleting' WHERE id = ?");
  const forgetting = journal.database.prepare("DELETE FROM identities WHERE run = ?");
  for (const { id } of chosen.doomed) {
    marking.run(id);
    forgetting.run(id);
  }
  return chosen;
}

function choose(
  { database }: Journal,
  { keepMs, keepRuns }: KeepPolicy,
  now: number,
): { readonly doomed: readonly Candidate[]; readonly used: readonly string[] } {
  const candidates = database
    .prepare("SELECT * FROM runs ORDER BY started DESC, id DESC")
    .all()
    .map((row): Candidate => {
      const holder = holderOf(row);
      const seen = Number(row["seen"]);
      return {
        id: Number(row["id"]),
        run: String(row["name"]),
        state: String(row["state"]),
        alive: holder !== null && isAlive(holder, seen, now),
        ended: Number(row["ended"] ?? seen),
      };
    });
  const standing = candidates.filter(({ state }) => state !== "deleting");
  const kept = new Set(
    standing
      .filter(({ alive, ended }, index) => alive || index < keepRuns || now - ended < keepMs)
      .map(({ id }) => id),
  );
  const needed = new Set(kept);
  const uses = database.prepare("SELECT source FROM uses WHERE run = ?");
  // A set is walked in the order in which it grows.
  for (const id of needed) {
    for (const row of uses.all(id)) {
      needed.add(Number(row["source"]));
    }
  }
  return {
    doomed: candidates.filter(({ id, state }) => state === "deleting" || !needed.has(id)),
    used: standing.filter(({ id }) => needed.has(id) && !kept.has(id)).map(({ run }) => run),
  };
}

/** Out of sight at once, then piece by piece. */
async function deleteWhole(folder: string, storeRoot: string, run: string): Promise<void> {
  const aside = join(storeRoot, TEMPORARY, `${ASIDE}${run}-${randomUUID()}`);
  try {
    await rename(folder, aside);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") {
      throw error;
    }
    // No objects, or no folder to put them into.
    await rm(folder, { recursive: true, force: true });
  }
  await rm(aside, { recursive: true, force: true });
}

function deleteRows({ database }: Journal, run: number): void {
  const steps = "SELECT id FROM steps WHERE run = ?";
  const places = `SELECT id FROM places WHERE step IN (${steps})`;
  const attempts = database.prepare(
    `DELETE FROM attempts WHERE (place, task, attempt) IN
     (SELECT place, task, attempt FROM attempts WHERE place IN (${places}) LIMIT ${ROWS})`,
  );
  while (patiently(() => attempts.run(run).changes) !== 0) {
    // Until there are none.
  }
  patiently(() =>
    transaction(database, () => {
      database.prepare(`DELETE FROM places WHERE step IN (${steps})`).run(run);
      database.prepare("DELETE FROM steps WHERE run = ?").run(run);
      database.prepare("DELETE FROM uses WHERE run = ?").run(run);
      database.prepare("DELETE FROM runs WHERE id = ?").run(run);
    }),
  );
}

async function collectLeftovers(storeRoot: string, now: number, dryRun: boolean): Promise<number> {
  const folder = join(storeRoot, TEMPORARY);
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const status = await lstat(path).catch(() => undefined);
    const old = status !== undefined && now - status.mtimeMs > LEFTOVER_MS;
    if (old || name.startsWith(ASIDE)) {
      bytes += await sizeOf(path);
      if (!dryRun) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }
  return bytes;
}

async function unknownRuns({ database }: Journal, storeRoot: string): Promise<readonly string[]> {
  const known = database.prepare("SELECT 1 FROM runs WHERE name = ?");
  const names = await namesIn(join(storeRoot, runPrefix("").replace(/\/+$/, "")));
  return names.filter((name) => known.get(name) === undefined).toSorted();
}

/** Of a file, or of all files below a folder; 0 where there is none. */
async function sizeOf(path: string): Promise<number> {
  const status = await lstat(path).catch(() => undefined);
  if (status?.isDirectory() !== true) {
    return status?.size ?? 0;
  }
  let bytes = 0;
  for (const name of await namesIn(path)) {
    bytes += await sizeOf(join(path, name));
  }
  return bytes;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
    return [];
  }
}
