import { crc32 } from "node:zlib";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import type { TaskStore } from "../store/object-store.ts";
import { corrupt } from "../store/store-failure.ts";
import { BLOCK_HEADER, type BlockHeader, isWhole, readHeader } from "./block.ts";
import { createByteSource } from "./byte-source.ts";
import { rowCodec } from "./row-codec.ts";

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

/**
 * Records `from` (inclusive) to `to` (exclusive) of the range, a block at a time; blocks without any of them are skipped
 * unread.
 * @throws TaskError (`store`, retryable) where the bytes are not those that were written.
 */
export function* readRows(
  store: TaskStore,
  type: IrType,
  range: RowRange,
  from = 0,
  to = range.records,
): Generator<readonly Json[], void, undefined> {
  const { decode } = rowCodec(type);
  const complete = from === 0 && to === range.records;
  let checksum = 0;
  let position = range.start;
  let index = 0;
  let head: Buffer | undefined;

  while (index < to) {
    head ??= asBuffer(store.read(range.location, position, BLOCK_HEADER));
    const header = headerOf(head, range, position);
    if (index + header.records <= from) {
      position += BLOCK_HEADER + header.length;
      index += header.records;
      head = undefined;
      continue;
    }
    // The next block's header comes with this block's payload.
    const rest = range.end - position - BLOCK_HEADER;
    const bytes = asBuffer(
      store.read(
        range.location,
        position + BLOCK_HEADER,
        Math.min(rest, header.length + BLOCK_HEADER),
      ),
    );
    const payload = bytes.subarray(0, header.length);
    if (!isWhole(header, payload)) {
      throw corrupt(range.location, `is damaged in the block at byte ${position}`);
    }
    if (complete) {
      checksum = crc32(payload, crc32(head, checksum));
    }
    const source = createByteSource(payload);
    const rows: Json[] = [];
    for (let i = 0; i < header.records; i++) {
      const value = decode(source);
      if (index + i >= from && index + i < to) {
        rows.push(value);
      }
    }
    if (source.position !== payload.length) {
      throw corrupt(range.location, "holds rows of another type than its manifest says");
    }
    position += BLOCK_HEADER + header.length;
    index += header.records;
    head = bytes.subarray(header.length);
    yield rows;
  }
  if (complete && (position !== range.end || checksum !== range.checksum)) {
    throw corrupt(range.location, "does not have the checksum that its manifest tells");
  }
}

function headerOf(bytes: Buffer, range: RowRange, position: number): BlockHeader {
  const header = readHeader(bytes);
  if (header === undefined || position + BLOCK_HEADER + header.length > range.end) {
    throw corrupt(range.location, `has no whole block of rows at byte ${position}`);
  }
  return header;
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
