import { crc32 } from "node:zlib";
import { compareStrings } from "../../shared/order.ts";
import { err, ok } from "../../shared/result.ts";
import { TaskError } from "../task-error.ts";
import { checkKey, tooLong } from "./object-key.ts";
import type { ObjectStore, ObjectWriter, TaskStore } from "./object-store.ts";
import { missing, storeKey, storeLocation } from "./store-failure.ts";

export interface MemoryStore extends ObjectStore {
  /** Reads every object and file, and writes below `prefix`. */
  taskStore(prefix: string): TaskStore;
}

/**
 * Objects in this process's memory, for tests and runs that leave nothing behind; `files` stand beside them, by their
 * paths.
 */
export function createMemoryStore(
  files: { readonly [path: string]: Uint8Array } = {},
): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  const find = (location: string): Uint8Array => {
    const key = storeKey(location);
    const found = key === undefined ? files[location] : objects.get(key);
    if (found === undefined) {
      throw new TaskError(missing(location));
    }
    return found;
  };

  return {
    get: async (key) => {
      checkKey(key);
      const bytes = objects.get(key);
      return bytes === undefined ? err(missing(storeLocation(key))) : ok(bytes.slice());
    },
    getRange: async (key, start, end) => {
      checkKey(key);
      const bytes = objects.get(key);
      return bytes === undefined ? err(missing(storeLocation(key))) : ok(bytes.slice(start, end));
    },
    put: async (key, bytes) => {
      checkKey(key);
      const refused = tooLong(key);
      if (refused !== undefined) {
        return err(refused);
      }
      objects.set(key, copyOf(bytes));
      return ok(undefined);
    },
    putIfAbsent: async (key, bytes) => {
      checkKey(key);
      const refused = tooLong(key);
      if (refused !== undefined) {
        return err(refused);
      }
      const created = !objects.has(key);
      if (created) {
        objects.set(key, copyOf(bytes));
      }
      return ok({ created });
    },
    head: async (key) => {
      checkKey(key);
      const bytes = objects.get(key);
      return ok(bytes === undefined ? undefined : { size: bytes.length });
    },
    list: async (prefix) =>
      ok([...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareStrings)),
    delete: async (keys) => {
      for (const key of keys) {
        checkKey(key);
        objects.delete(key);
      }
      return ok(undefined);
    },
    taskStore: (prefix) => ({
      read: (location, offset, length) => find(location).slice(offset, offset + length),
      readInto(location, offset, target) {
        const part = find(location).subarray(offset, offset + target.length);
        target.set(part);
        return part.length;
      },
      size: (location) => find(location).length,
      create: (name) => memoryWriter(objects, prefix + name),
    }),
  };
}

function memoryWriter(objects: Map<string, Uint8Array>, key: string): ObjectWriter {
  checkKey(key);
  const refused = tooLong(key);
  if (refused !== undefined) {
    throw new TaskError(refused);
  }
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
