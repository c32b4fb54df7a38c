/**
 * Keys of objects: relative paths with forward slashes, of the same form in every store, so that a run may move from one to
 * another. They are made by us (`keys.ts`), so one without form is a bug; one that is too long follows from the names of a
 * program, and is a failure.
 */
import { invariant } from "../../shared/invariant.ts";
import type { Failure } from "../failure.ts";
import { failureOf } from "../task-error.ts";

/** Of the whole key in UTF-8: what OSS takes; S3 takes one more. */
export const MOST_KEY_BYTES = 1023;

/** Of one segment: the longest name of a file. */
export const MOST_SEGMENT_BYTES = 255;

/** No key begins with this segment: below it a file-system store keeps objects in the making. */
export const RESERVED_SEGMENT = ".tmp";

/** @throws where the key has not the form of one. */
export function checkKey(key: string): void {
  const segments = key.split("/");
  invariant(
    key.isWellFormed() &&
      !key.includes("\0") &&
      segments[0] !== RESERVED_SEGMENT &&
      segments.every((segment) => segment !== "" && segment !== "." && segment !== ".."),
    `store key ${JSON.stringify(key)} is a relative path`,
  );
}

/** The failure of writing under a key that is too long; undefined where it is not. */
export function tooLong(key: string): Failure | undefined {
  return Buffer.byteLength(key) <= MOST_KEY_BYTES &&
    key.split("/").every((segment) => Buffer.byteLength(segment) <= MOST_SEGMENT_BYTES)
    ? undefined
    : failureOf("store", `cannot write ${key}: its name is too long`, { item: key });
}
