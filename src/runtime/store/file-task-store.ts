/** The `TaskStore` over a file-system store, and over the files that users name. */
import * as fs from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { TaskError } from "../task-error.ts";
import { objectPath, temporaryPath } from "./file-system.ts";
import { tooLong } from "./object-key.ts";
import type { ObjectWriter, TaskStore } from "./object-store.ts";
import { fileFailure, storeKey, storeLocation } from "./store-failure.ts";

/** Files kept open between reads: as many as are merged at once (`MOST_RUNS`). */
const OPEN_FILES = 256;

export interface FileTaskStore extends TaskStore {
  /** Path of a location on this machine. */
  localPath(location: string): string;
  /** Closes files that are open for reading. */
  close(): void;
}

/** `prefix` stands before the names of all objects created: the attempt's own, ending in `/`. */
export function createFileTaskStore(place: {
  readonly root: string;
  readonly prefix: string;
}): FileTaskStore {
  const pathOf = (location: string): string => {
    const key = storeKey(location);
    return key === undefined ? location : objectPath(place.root, key);
  };
  /** In order of last use, latest last. */
  const open = new Map<string, number>();

  const descriptor = (location: string): number => {
    const known = open.get(location);
    if (known !== undefined) {
      open.delete(location);
      open.set(location, known);
      return known;
    }
    for (const [oldest, file] of open) {
      if (open.size < OPEN_FILES) {
        break;
      }
      open.delete(oldest);
      fs.closeSync(file);
    }
    const file = fs.openSync(pathOf(location), "r");
    open.set(location, file);
    return file;
  };

  const readInto = (location: string, offset: number, target: Uint8Array): number =>
    attempt(location, "read", () => {
      const file = descriptor(location);
      let filled = 0;
      while (filled < target.length) {
        const count = fs.readSync(file, target, filled, target.length - filled, offset + filled);
        if (count === 0) {
          break;
        }
        filled += count;
      }
      return filled;
    });

  return {
    localPath: pathOf,
    read(location, offset, length) {
      const bytes = Buffer.allocUnsafeSlow(length);
      const filled = readInto(location, offset, bytes);
      return filled === length ? bytes : bytes.subarray(0, filled);
    },
    readInto,
    size: (location) => attempt(location, "read", () => fs.fstatSync(descriptor(location)).size),
    create: (name) => {
      const key = place.prefix + name;
      const refused = tooLong(key);
      if (refused !== undefined) {
        throw new TaskError(refused);
      }
      return createFileWriter({
        key,
        temporary: temporaryPath(place.root),
        path: objectPath(place.root, key),
      });
    },
    close: () => {
      for (const file of open.values()) {
        fs.closeSync(file);
      }
      open.clear();
    },
  };
}

/** A file that appears whole at `path` when it is closed. */
export function createFileWriter(target: {
  readonly key: string;
  readonly temporary: string;
  readonly path: string;
}): ObjectWriter {
  const location = storeLocation(target.key);
  const writing = <T>(operation: () => T): T => attempt(location, "write", operation);
  const file = writing(() => {
    fs.mkdirSync(dirname(target.temporary), { recursive: true });
    return fs.openSync(target.temporary, "wx");
  });
  let size = 0;
  let checksum = 0;
  let finished = false;

  const abort = (): void => {
    if (!finished) {
      finished = true;
      fs.closeSync(file);
      fs.rmSync(target.temporary, { force: true });
    }
  };

  return {
    key: target.key,
    get size() {
      return size;
    },
    write(bytes) {
      writing(() => {
        for (let done = 0; done < bytes.length; ) {
          done += fs.writeSync(file, bytes, done, bytes.length - done);
        }
      });
      size += bytes.length;
      checksum = crc32(bytes, checksum);
    },
    close() {
      writing(() => {
        fs.mkdirSync(dirname(target.path), { recursive: true });
        fs.renameSync(target.temporary, target.path);
      });
      finished = true;
      fs.closeSync(file);
      return { checksum };
    },
    abort,
  };
}

function attempt<T>(location: string, action: "read" | "write", operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw new TaskError(fileFailure(error, location, action), { cause: error });
  }
}
