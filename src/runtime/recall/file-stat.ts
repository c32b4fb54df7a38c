import { statSync } from "node:fs";
import type { FileState } from "../journal/identities.ts";
import { errorCode } from "../store/store-failure.ts";

/** What tells that a file has not changed; undefined where there is no file that can be looked at. */
export function fileStat(path: string): FileState | undefined {
  try {
    const found = statSync(path, { bigint: true });
    return found.isFile()
      ? { path, size: Number(found.size), mtimeNs: found.mtimeNs, inode: found.ino }
      : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) {
      throw error;
    }
    return undefined;
  }
}
