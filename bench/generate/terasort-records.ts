/**
 * Records as `gensort -a` of the sort benchmark makes them: ten random printable characters, the record's number in
 * hexadecimal, filling that repeats; a hundred bytes with the line end. The same bytes everywhere.
 */
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { crc32 } from "node:zlib";
import { mulberry32 } from "../../src/shared/mulberry32.ts";

const RECORD = 100;
const KEY = 10;
const NUMBER = 32;
const BATCH = 10_000;

const FIRST_PRINTABLE = 32;
const PRINTABLE = 95;

export interface Records {
  readonly count: number;
  /** Sum of the CRC-32 of all records without their line ends, modulo 2^48: the same in every order. */
  readonly checksum: number;
}

/** Writes `count` records to `path`, unless they are there from an earlier call. */
export function writeRecords(path: string, count: number): Records {
  const summary = `${path}.json`;
  if (statSync(path, { throwIfNoEntry: false })?.size === count * RECORD) {
    return JSON.parse(readFileSync(summary, "utf8")) as Records;
  }
  const partial = `${path}.partial`;
  const file = openSync(partial, "w");
  const random = mulberry32(42);
  const batch = Buffer.alloc(BATCH * RECORD);
  let checksum = 0;
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first);
    for (let i = 0; i < size; i++) {
      const at = i * RECORD;
      writeRecord(batch, at, first + i, random);
      checksum = addChecksum(checksum, batch.subarray(at, at + RECORD - 1));
    }
    writeSync(file, batch, 0, size * RECORD);
  }
  closeSync(file);
  const records = { count, checksum };
  writeFileSync(summary, JSON.stringify(records));
  renameSync(partial, path);
  return records;
}

export const addChecksum = (sum: number, record: Uint8Array): number =>
  (sum + crc32(record)) % 2 ** 48;

function writeRecord(to: Buffer, at: number, number: number, random: () => number): void {
  for (let i = 0; i < KEY; i++) {
    to[at + i] = FIRST_PRINTABLE + Math.floor(random() * PRINTABLE);
  }
  to.write("  ", at + KEY, "latin1");
  to.write(number.toString(16).padStart(NUMBER, "0"), at + KEY + 2, "latin1");
  to.fill("  ABCDEFGHIJKLMNOPQRSTUVWXYZ", at + KEY + 2 + NUMBER, at + RECORD - 1);
  to[at + RECORD - 1] = 0x0a;
}
