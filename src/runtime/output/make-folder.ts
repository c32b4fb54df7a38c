import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../store/store-failure.ts";

/**
 * Makes a folder and those above it. Not by `recursive: true`, which never returns where the system says that an existing
 * parent is missing, as it does under /proc.
 * @throws the error of the file system.
 */
export function makeFolder(path: string): void {
  if (made(path)) {
    return;
  }
  makeFolder(dirname(path));
  if (!made(path)) {
    mkdirSync(path);
  }
}

/** False where a parent is missing and could still be made. */
function made(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") {
      return true;
    }
    if (code === "ENOENT" && dirname(path) !== path) {
      return false;
    }
    throw error;
  }
}
