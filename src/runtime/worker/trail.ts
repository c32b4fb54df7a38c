/**
 * What a worker leaves behind of the call it is in, so that the driver knows it however the worker ends: a small file,
 * written in place before each call. No message would do: the one that matters most may not have left the process.
 */
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { TEMPORARY } from "../store/file-system.ts";
import type { PlacedCall } from "../task.ts";

export interface TrailWriter {
  /** Undefined between calls. */
  write(call: PlacedCall | undefined): void;
  close(): void;
}

/** Bytes of the record before its text: how long that is, since a shorter one leaves the end of a longer one behind. */
const HEADER = 4;

export function createTrail(path: string): TrailWriter {
  const file = openSync(path, "w");
  return {
    write(call) {
      const text = Buffer.from(call === undefined ? "" : JSON.stringify(call));
      const header = Buffer.alloc(HEADER);
      header.writeUInt32LE(text.length);
      writeSync(file, Buffer.concat([header, text]), 0, HEADER + text.length, 0);
    },
    close: () => closeSync(file),
  };
}

/** In the folder of the store that holds what is not kept. */
export function newTrailPath(storeRoot: string): string {
  const folder = join(storeRoot, TEMPORARY);
  mkdirSync(folder, { recursive: true });
  return join(folder, `${randomUUID()}.trail`);
}

export interface TrailReader {
  /** Whether a call has begun or ended since this was asked last. */
  moved(): boolean;
  /** The call that the worker was in when it wrote last. */
  last(): PlacedCall | undefined;
  remove(): void;
}

export function readTrail(path: string): TrailReader {
  let seen = "";
  const read = (): Buffer => {
    try {
      return readFileSync(path);
    } catch {
      // The worker has not come so far as to make it.
      return Buffer.alloc(0);
    }
  };
  return {
    moved() {
      const now = read().toString("latin1");
      const moved = now !== seen;
      seen = now;
      return moved;
    },
    last() {
      const bytes = read();
      const end = bytes.length < HEADER ? 0 : HEADER + bytes.readUInt32LE();
      return end <= HEADER || end > bytes.length
        ? undefined
        : (JSON.parse(bytes.toString("utf8", HEADER, end)) as PlacedCall); // written by `createTrail`
    },
    remove: () => rmSync(path, { force: true }),
  };
}
