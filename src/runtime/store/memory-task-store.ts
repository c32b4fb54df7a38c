import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { TaskError } from "../task-error.ts";
import { objectPath } from "./file-system.ts";
import { createFileTaskStore } from "./file-task-store.ts";
import type { MemoryStore } from "./memory.ts";
import type { TaskStore } from "./object-store.ts";
import { storeKey } from "./store-failure.ts";

export interface MemoryTaskStore extends TaskStore {
  /** Path of a location on this machine; an object that is there is written to it when its path is asked for. */
  localPath(location: string): string;
  /** Closes files that are open for reading. */
  close(): void;
}

/** Objects in memory beside the files that users name. `root`: the folder for objects that need a path. */
export function createMemoryTaskStore(
  memory: MemoryStore,
  { root, prefix }: { readonly root: string; readonly prefix: string },
): MemoryTaskStore {
  const objects = memory.taskStore(prefix);
  const files = createFileTaskStore({ root, prefix });
  const storeOf = (location: string): TaskStore =>
    storeKey(location) === undefined ? files : objects;
  return {
    read: (location, offset, length) => storeOf(location).read(location, offset, length),
    readInto: (location, offset, target) => storeOf(location).readInto(location, offset, target),
    size: (location) => storeOf(location).size(location),
    create: (name) => objects.create(name),
    localPath(location) {
      const key = storeKey(location);
      if (key === undefined) {
        return location;
      }
      const path = objectPath(root, key);
      const object = existsSync(path) ? undefined : find(objects, location);
      if (object !== undefined) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, object);
      }
      return path;
    },
    close: () => files.close(),
  };
}

function find(objects: TaskStore, location: string): Uint8Array | undefined {
  try {
    return objects.read(location, 0, objects.size(location));
  } catch (error) {
    if (error instanceof TaskError) {
      return undefined;
    }
    throw error;
  }
}
