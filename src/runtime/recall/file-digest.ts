/** Digests of users' files: SHA-256 of the content, kept so that nothing is read twice. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { addFileDigest, type FileState, findFileDigest } from "../journal/identities.ts";
import type { Journal } from "../journal/journal.ts";
import { causeOf } from "../journal/transaction.ts";
import { errorCode } from "../store/store-failure.ts";
import { fileStat } from "./file-stat.ts";

/** Larger files are known by their size, the time of their last change and samples. */
export const WHOLE_BYTES = 16 * 1024 * 1024;
const SAMPLES = 64;
const SAMPLE_BYTES = 64 * 1024;

export interface DigestedFile extends FileState {
  /** Hexadecimal. */
  readonly digest: string;
}

export interface FileDigests {
  /** As the file is now; undefined where it cannot be read. */
  digest(path: string): DigestedFile | undefined;
}

/** `now` in milliseconds since 1970. Without a journal every file is read once. */
export function createFileDigests(journal: Journal | undefined, now: () => number): FileDigests {
  const known = new Map<string, DigestedFile | undefined>();
  return {
    digest(path) {
      if (!known.has(path)) {
        known.set(path, find(path, journal, now()));
      }
      return known.get(path);
    },
  };
}

function find(path: string, journal: Journal | undefined, now: number): DigestedFile | undefined {
  const state = fileStat(path);
  if (state === undefined) {
    return undefined;
  }
  const kept = journal === undefined ? undefined : tried(() => findFileDigest(journal, state, now));
  if (kept !== undefined) {
    return { ...state, digest: Buffer.from(kept).toString("hex") };
  }
  const digest = digestOf(state);
  if (digest !== undefined && journal !== undefined) {
    tried(() => addFileDigest(journal, state, digest, now));
  }
  return digest === undefined ? undefined : { ...state, digest: digest.toString("hex") };
}

/** The journal only saves work here: what it cannot keep is read again. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (causeOf(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}

/** Undefined where the file cannot be read. */
function digestOf({ path, size, mtimeNs }: FileState): Buffer | undefined {
  const hash = createHash("sha256");
  try {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.allocUnsafe(Math.min(Math.max(size, 1), 1024 * 1024));
      if (size <= WHOLE_BYTES) {
        for (let at = 0; ; ) {
          const count = readSync(file, buffer, 0, buffer.length, at);
          if (count === 0) {
            break;
          }
          hash.update(buffer.subarray(0, count));
          at += count;
        }
      } else {
        hash.update(`${size} ${mtimeNs}`);
        for (let sample = 0; sample < SAMPLES; sample++) {
          const at = Math.floor(((size - SAMPLE_BYTES) * sample) / (SAMPLES - 1));
          const count = readSync(file, buffer, 0, SAMPLE_BYTES, at);
          hash.update(buffer.subarray(0, count));
        }
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
    return undefined;
  }
  return hash.digest();
}
