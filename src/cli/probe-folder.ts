import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes `folder`, which is not there, and those above it, and takes them away again: whether a result can be put there
 * is to be known before it costs anything.
 * @throws the error of the file system.
 */
export function probeFolder(folder: string): void {
  const missing: string[] = [];
  for (let path = folder; !existsSync(path) && dirname(path) !== path; path = dirname(path)) {
    missing.unshift(path);
  }
  const made: string[] = [];
  try {
    for (const path of missing) {
      mkdirSync(path);
      made.unshift(path);
    }
  } finally {
    removeAll(made);
  }
}

function removeAll(folders: readonly string[]): void {
  try {
    for (const folder of folders) {
      rmdirSync(folder);
    }
  } catch {
    // Somebody has put something there meanwhile, and it stays.
  }
}
