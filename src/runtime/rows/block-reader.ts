import { crc32 } from "node:zlib";
import type { TaskStore } from "../store/object-store.ts";
import { corrupt } from "../store/store-failure.ts";
import { BLOCK_HEADER, BLOCK_SIZE, type BlockHeader, isWhole, readHeader } from "./block.ts";

/** Blocks of rows in bytes `start` to `end` of an object. */
export interface RowRange {
  readonly location: string;
  readonly start: number;
  readonly end: number;
  /** In those bytes. */
  readonly records: number;
  /** CRC-32 of those bytes; found wrong only by who reads them all. A block's own checksum is always verified. */
  readonly checksum: number;
}

export interface Block {
  /** A view that is valid until the next block is asked for. */
  readonly payload: Buffer;
  readonly records: number;
  /** Records of the range before these. */
  readonly first: number;
}

export interface BlockReader {
  /** Undefined behind the last block. @throws TaskError (`store`, retryable) where bytes are not those that were written. */
  next(): Block | undefined;
}

/** Bytes that are read at once: a block with its header, and the header of the next one. */
const READ_SIZE = BLOCK_SIZE + 4 * 1024;

/**
 * The blocks of a range that hold any of its records `from` to `to`; others are passed over by their headers. Holds one
 * buffer, of `READ_SIZE` or of the longest block.
 */
export function createBlockReader(
  store: TaskStore,
  range: RowRange,
  from = 0,
  to = range.records,
): BlockReader {
  const { location } = range;
  const complete = from === 0 && to === range.records;
  let buffer = Buffer.allocUnsafeSlow(Math.min(READ_SIZE, range.end - range.start));
  /** What has been read stands at `at` to `filled`; byte `at` is byte `position` of the object. */
  let at = 0;
  let filled = 0;
  let position = range.start;
  let index = 0;
  let checksum = 0;

  /** Sees to it that `count` bytes stand at `at`, where the range has so many, and reads up to `most` for it. */
  const need = (count: number, most: number): void => {
    const rest = filled - at;
    if (rest >= count) {
      return;
    }
    if (buffer.length < count) {
      const larger = Buffer.allocUnsafeSlow(count + BLOCK_HEADER);
      buffer.copy(larger, 0, at, filled);
      buffer = larger;
    } else {
      buffer.copyWithin(0, at, filled);
    }
    at = 0;
    filled = rest;
    const end = Math.min(buffer.length, most, range.end - position);
    if (end > filled) {
      filled += store.readInto(location, position + filled, buffer.subarray(filled, end));
    }
  };
  const pass = (count: number): void => {
    at = Math.min(filled, at + count);
    position += count;
  };
  const header = (): BlockHeader => {
    need(BLOCK_HEADER, index < from ? BLOCK_HEADER : buffer.length);
    const found = readHeader(buffer.subarray(at, filled));
    if (found === undefined || position + BLOCK_HEADER + found.length > range.end) {
      throw corrupt(location, `has no whole block of rows at byte ${position}`);
    }
    return found;
  };

  return {
    next() {
      while (index < to) {
        const { length, records, checksum: sum } = header();
        if (index + records <= from) {
          pass(BLOCK_HEADER + length);
          index += records;
          continue;
        }
        const begin = position;
        need(BLOCK_HEADER + length, Math.max(buffer.length, BLOCK_HEADER + length));
        const block = buffer.subarray(at, at + Math.min(filled - at, BLOCK_HEADER + length));
        const payload = block.subarray(BLOCK_HEADER);
        if (!isWhole({ length, records, checksum: sum }, payload)) {
          throw corrupt(location, `is damaged in the block at byte ${begin}`);
        }
        if (complete) {
          checksum = crc32(block, checksum);
        }
        const first = index;
        pass(block.length);
        index += records;
        return { payload, records, first };
      }
      if (complete && (position !== range.end || checksum !== range.checksum)) {
        throw corrupt(location, "does not have the checksum that its manifest tells");
      }
      return undefined;
    },
  };
}
