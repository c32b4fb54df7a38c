import type { Failure } from "../failure.ts";
import { failureOf, TaskError } from "../task-error.ts";

const PREFIX = "store:";

/** Key of a location in the store; undefined for a path of the file system. */
export function storeKey(location: string): string | undefined {
  return location.startsWith(PREFIX) ? location.slice(PREFIX.length) : undefined;
}

/** Location of the object with this key. */
export const storeLocation = (key: string): string => PREFIX + key;

/** Another attempt finds a lost object again once its producer has run; a lost file stays lost. */
export function missing(location: string): Failure {
  const key = storeKey(location);
  return key === undefined
    ? failureOf("input", `there is no file ${location}`, { item: location })
    : failureOf("store", `the object ${key} is not in the store`, {
        retryable: true,
        item: key,
        object: key,
      });
}

/** Data of ours that is not what was written; `what` is said of it. */
export function damaged(location: string, what: string): Failure {
  const key = storeKey(location);
  return failureOf("store", `${key === undefined ? location : `the object ${key}`} ${what}`, {
    retryable: true,
    item: key ?? location,
    ...(key !== undefined && { object: key }),
  });
}

export const corrupt = (location: string, what: string): TaskError =>
  new TaskError(damaged(location, what));

/** What an error of the file system means to a user; errors without a code are bugs and are thrown on. */
export function fileFailure(error: unknown, location: string, action: "read" | "write"): Failure {
  const code = errorCode(error);
  if (code === undefined) {
    throw error;
  }
  if (action === "read" && (code === "ENOENT" || code === "ENOTDIR")) {
    return missing(location);
  }
  const key = storeKey(location);
  const kind = action === "read" && key === undefined ? "input" : "store";
  const reason = reasons[code];
  return reason === undefined
    ? failureOf(kind, `cannot ${action} ${key ?? location}: ${code}`, {
        retryable: true,
        item: key ?? location,
      })
    : failureOf(kind, `cannot ${action} ${key ?? location}: ${reason}`, { item: key ?? location });
}

/** Causes that another attempt does not mend. */
const reasons: { readonly [code: string]: string | undefined } = {
  ENOSPC: "no space is left on the disk (ENOSPC)",
  EDQUOT: "the disk quota is used up (EDQUOT)",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is not a directory",
  ENAMETOOLONG: "its name is too long",
  EFBIG: "it would be larger than the file system allows",
};

/** `ENOENT` and its like, from an error of `node:fs`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
