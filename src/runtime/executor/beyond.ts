/** Notes what shapes a task's result that its own description does not say. */
import { dirname, sep } from "node:path";
import { TEMPORARY } from "../store/file-system.ts";
import type { TaskStore } from "../store/object-store.ts";
import { storeKey, storeLocation } from "../store/store-failure.ts";
import type { Beyond } from "../task.ts";

export interface BeyondRecorder {
  names(): void;
  /** A location was handed to the function, or read. */
  file(location: string): void;
  /** Undefined where there is nothing to tell. */
  close(): Beyond | undefined;
}

/** More are not told one by one. */
const MOST_FILES = 1_000;

/** `localPath` as in the executor's environment: it tells where the store is. */
export function createBeyondRecorder(localPath: (location: string) => string): BeyondRecorder {
  const files = new Set<string>();
  let names = false;
  let last = "";
  return {
    names() {
      names = true;
    },
    file(location) {
      if (location !== last && storeKey(location) === undefined) {
        last = location;
        if (files.size <= MOST_FILES) {
          files.add(location);
        }
      }
    },
    close() {
      const scratch = files.size === 0 ? "" : scratchOf(localPath);
      const read = [...files].filter((path) => !path.startsWith(scratch)).sort();
      return names || read.length > 0
        ? { names, files: read.length > MOST_FILES ? null : read }
        : undefined;
    },
  };
}

/** Below it are files that tasks make for themselves. */
function scratchOf(localPath: (location: string) => string): string {
  return `${dirname(localPath(storeLocation("root")))}${sep}${TEMPORARY}${sep}`;
}

/** The same store; files of users that are read through it are noted. */
export function notingStore(store: TaskStore, beyond: BeyondRecorder): TaskStore {
  return {
    read(location, offset, length) {
      beyond.file(location);
      return store.read(location, offset, length);
    },
    readInto(location, offset, target) {
      beyond.file(location);
      return store.readInto(location, offset, target);
    },
    size(location) {
      beyond.file(location);
      return store.size(location);
    },
    create: (name) => store.create(name),
  };
}
