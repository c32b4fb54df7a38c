/**
 * Gunzip as a synchronous stream in bounded memory, after RFC 1951 and 1952: `node:zlib` offers either a stream that must
 * be awaited or a call that holds everything, and functions pull their input synchronously.
 */
import { crc32 } from "node:zlib";
import { failureOf, TaskError } from "../task-error.ts";
import { type BitReader, createBitReader, Malformed } from "./bit-reader.ts";
import { createWindow, inflate } from "./inflate.ts";

const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** The members of a gzip file one after the other. */
export function* gunzip(path: string, compressed: Iterable<Uint8Array>): Generator<Buffer> {
  const bits = createBitReader(compressed);
  try {
    for (let member = 0; bits.more(); member++) {
      if (!readMemberHeader(bits, member)) {
        return;
      }
      const window = createWindow();
      let checksum = 0;
      let size = 0;
      for (const bytes of inflate(bits, window)) {
        checksum = crc32(bytes, checksum);
        size = (size + bytes.length) >>> 0;
        yield Buffer.from(bytes);
      }
      bits.align();
      if (readWord(bits) !== checksum || readWord(bits) !== size) {
        throw new Malformed("its checksum is wrong");
      }
    }
  } catch (error) {
    if (error instanceof Malformed) {
      throw new TaskError(
        failureOf("input", `${path} cannot be decompressed: ${error.message}`, { item: path }),
        { cause: error },
      );
    }
    throw error;
  }
}

/** False where the rest of the file is padding, which some archivers leave after the last member. */
function readMemberHeader(bits: BitReader, member: number): boolean {
  const magic = [bits.byte(), member > 0 && !bits.more() ? -1 : bits.byte()];
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) {
    if (member > 0) {
      return false;
    }
    throw new Malformed("it is no gzip file");
  }
  if (bits.byte() !== 8) {
    throw new Malformed("its method is unknown");
  }
  const flags = bits.byte();
  skip(bits, 6);
  if ((flags & FLAGS.extra) !== 0) {
    skip(bits, bits.byte() | (bits.byte() << 8));
  }
  for (const flag of [FLAGS.name, FLAGS.comment]) {
    if ((flags & flag) !== 0) {
      while (bits.byte() !== 0);
    }
  }
  if ((flags & FLAGS.headerCrc) !== 0) {
    skip(bits, 2);
  }
  return true;
}

function skip(bits: BitReader, count: number): void {
  for (let i = 0; i < count; i++) {
    bits.byte();
  }
}

function readWord(bits: BitReader): number {
  return (bits.byte() | (bits.byte() << 8) | (bits.byte() << 16) | (bits.byte() << 24)) >>> 0;
}
