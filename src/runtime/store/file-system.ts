/**
 * Objects as files under one root directory: key `a/b` is the file `ROOT/a/b`, so no key may be a folder of another.
 * An object is written under `ROOT/.tmp` and then renamed or linked to its name, which makes it whole or absent. Nothing is
 * synced to the disk: that costs more than many a task, and what a crash of the machine takes is found by its checksum.
 */
import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import { dirname, join } from "node:path";
import { compareStrings } from "../../shared/order.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import { checkKey, RESERVED_SEGMENT, tooLong } from "./object-key.ts";
import type { ObjectStore } from "./object-store.ts";
import { errorCode, fileFailure, storeLocation } from "./store-failure.ts";

/** Times a folder is made anew when a concurrent `delete` takes it away as empty. */
const PLACING_ATTEMPTS = 5;

/** Folder below the root for objects in the making; never listed. */
export const TEMPORARY = RESERVED_SEGMENT;

export function createFileSystemStore(root: string): ObjectStore {
  const pathOf = (key: string): string => objectPath(root, key);

  return {
    get: (key) => attempt(key, "read", () => fs.readFile(pathOf(key))),
    getRange: (key, start, end) =>
      attempt(key, "read", async () => {
        await using file = await fs.open(pathOf(key));
        const { size } = await file.stat();
        const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(end, size) - start));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(
            bytes,
            filled,
            bytes.length - filled,
            start + filled,
          );
          if (bytesRead === 0) {
            break;
          }
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      }),
    put: (key, bytes) =>
      writing(key, async () => {
        await place(root, pathOf(key), bytes, fs.rename);
      }),
    putIfAbsent: (key, bytes) =>
      writing(key, async () => {
        try {
          await place(root, pathOf(key), bytes, async (from, to) => {
            await fs.link(from, to);
            await fs.unlink(from);
          });
          return { created: true };
        } catch (error) {
          if (errorCode(error) === "EEXIST") {
            return { created: false };
          }
          throw error;
        }
      }),
    head: (key) =>
      attempt(key, "read", async () => {
        const stat = await unlessMissing(fs.stat(pathOf(key)));
        return stat?.isFile() ? { size: stat.size } : undefined;
      }),
    list: (prefix) => attempt(prefix, "read", () => listKeys(root, prefix)),
    delete: (keys) =>
      attempt(keys[0] ?? "", "write", async () => {
        for (const key of keys) {
          await unlessMissing(fs.unlink(pathOf(key)));
          await removeEmptyFolders(root, dirname(pathOf(key)));
        }
      }),
  };
}

/** Path of the file that holds the object `key`. */
export function objectPath(root: string, key: string): string {
  checkKey(key);
  return join(root, key);
}

export const temporaryPath = (root: string): string => join(root, TEMPORARY, randomUUID());

async function attempt<T>(
  key: string,
  action: "read" | "write",
  operation: () => Promise<T>,
): Promise<Result<T, Failure>> {
  try {
    return ok(await operation());
  } catch (error) {
    return err(fileFailure(error, storeLocation(key), action));
  }
}

async function writing<T>(key: string, operation: () => Promise<T>): Promise<Result<T, Failure>> {
  checkKey(key);
  const refused = tooLong(key);
  return refused === undefined ? attempt(key, "write", operation) : err(refused);
}

async function place(
  root: string,
  path: string,
  bytes: Uint8Array,
  move: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryPath(root);
  try {
    await withFolder(dirname(temporary), () => fs.writeFile(temporary, bytes));
    await withFolder(dirname(path), () => move(temporary, path));
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

async function withFolder(folder: string, operation: () => Promise<void>): Promise<void> {
  for (let left = PLACING_ATTEMPTS; ; left -= 1) {
    try {
      return await operation();
    } catch (error) {
      if (errorCode(error) !== "ENOENT" || left === 0) {
        throw error;
      }
    }
    await fs.mkdir(folder, { recursive: true });
  }
}

async function listKeys(root: string, prefix: string): Promise<readonly string[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const entries =
    (await unlessMissing(
      fs.readdir(join(root, folder), { recursive: true, withFileTypes: true }),
    )) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "/").length))
    .filter((key) => key.startsWith(prefix) && !key.startsWith(`${TEMPORARY}/`))
    .sort(compareStrings);
}

async function removeEmptyFolders(root: string, from: string): Promise<void> {
  for (let folder = from; folder.length > root.length; folder = dirname(folder)) {
    try {
      await fs.rmdir(folder);
    } catch {
      // Not empty, or gone already: either way there is nothing more to remove.
      return;
    }
  }
}

async function unlessMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      return undefined;
    }
    throw error;
  }
}
