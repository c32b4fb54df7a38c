import { crc32 } from "node:zlib";
import { err, ok } from "../../shared/result.ts";
import { TaskError } from "../task-error.ts";
import type { ObjectStore, ObjectWriter, TaskStore } from "./object-store.ts";
import { missing, storeKey, storeLocation } from "./store-failure.ts";

export interface MemoryStore extends ObjectStore {
  /** Reads every object, and writes below `prefix`. Paths of the file system are looked up as objects of that name. */
  taskStore(prefix: string): TaskStore;
}

/** Objects in this process's memory, for tests and runs that leave nothing behind. */
export function createMemoryStore(): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  const find = (location: string): Uint8Array => {
    const found = objects.get(storeKey(location) ?? location);
    if (found === undefined) {
      throw new TaskError(missing(location));
    }
    return found;
  };

  return {
    get: async (key) => {
      const bytes = objects.get(key);
      return bytes === undefined ? err(missing(storeLocation(key))) : ok(bytes.slice());
    },
    getRange: async (key, start, end) => {
      const bytes = objects.get(key);
      return bytes === undefined ? err(missing(storeLocation(key))) : ok(bytes.slice(start, end));
    },
    put: async (key, bytes) => {
      objects.set(key, copyOf(bytes));
      return ok(undefined);
    },
    putIfAbsent: async (key, bytes) => {
      const created = !objects.has(key);
      if (created) {
        objects.set(key, copyOf(bytes));
      }
      return ok({ created });
    },
    head: async (key) => {
      const bytes = objects.get(key);
      return ok(bytes === undefined ? undefined : { size: bytes.length });
    },
    list: async (prefix) => ok([...objects.keys()].filter((key) => key.startsWith(prefix)).sort()),
    delete: async (keys) => {
      for (const key of keys) {
        objects.delete(key);
      }
      return ok(undefined);
    },
    taskStore: (prefix) => ({
      read: (location, offset, length) => find(location).slice(offset, offset + length),
      size: (location) => find(location).length,
      create: (name) => memoryWriter(objects, prefix + name),
    }),
  };
}

function memoryWriter(objects: Map<string, Uint8Array>, key: string): ObjectWriter {
  const parts: Uint8Array[] = [];
  let size = 0;
  let checksum = 0;
  return {
    key,
    get size() {
      return size;
    },
    write(bytes) {
      parts.push(copyOf(bytes));
      size += bytes.length;
      checksum = crc32(bytes, checksum);
    },
    close() {
      objects.set(key, copyOf(Buffer.concat(parts)));
      return { checksum };
    },
    abort() {
      parts.length = 0;
    },
  };
}

/** A plain `Uint8Array`, whose `slice` copies; that of a `Buffer` shares memory. */
const copyOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
