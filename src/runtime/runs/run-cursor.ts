import type { Json } from "../../shared/json.ts";
import type { Meter } from "../meter.ts";
import { type BlockReader, createBlockReader, type RowRange } from "../rows/block-reader.ts";
import { type ByteSink, createByteSink } from "../rows/byte-sink.ts";
import { type ByteSource, readLength } from "../rows/byte-source.ts";
import { rowCodec } from "../rows/row-codec.ts";
import { otherType } from "../rows/row-reader.ts";
import type { TaskStore } from "../store/object-store.ts";
import { keyPrefix } from "./key-bytes.ts";
import type { RunOrder } from "./run-order.ts";

/**
 * A sorted run at one of its rows, which stays encoded until somebody asks for its value. It holds one block. Fields are
 * what merging reads for each row; they change with `next`.
 */
export interface RunCursor {
  /** Moves to the next row, at first to the first one; false behind the last. */
  next(): boolean;
  /** `keyPrefix` of the row's key; infinite behind the last row. */
  prefix: number;
  /** Holds the row. */
  buffer: Buffer;
  start: number;
  end: number;
  /** Holds its key. */
  key: Buffer;
  keyStart: number;
  keyEnd: number;
  value(): Json;
}

export function createRunCursor(
  store: TaskStore,
  meter: Meter,
  order: RunOrder,
  range: RowRange,
): RunCursor {
  const { decode } = rowCodec(order.rows);
  const wholeRow = order.inRow && order.rows.kind === "string";
  let blocks: BlockReader | undefined;
  let left = 0;
  let source: ByteSource = { buffer: NOTHING, position: 0 };
  const key: ByteSink = order.inRow ? { buffer: NOTHING, position: 0 } : createByteSink(64);
  const again: { buffer: Buffer; position: number } = { buffer: NOTHING, position: 0 };
  let known: Json | undefined;

  const nextBlock = (): boolean => {
    if (source.position !== source.buffer.length) {
      throw otherType(range.location);
    }
    blocks ??= createBlockReader(store, range);
    const reader = blocks;
    const block = meter.during("read", () => reader.next());
    if (block === undefined) {
      return false;
    }
    source = { buffer: block.payload, position: 0 };
    left = block.records;
    cursor.buffer = block.payload;
    return true;
  };

  const cursor: RunCursor = {
    prefix: 0,
    buffer: NOTHING,
    start: 0,
    end: 0,
    key: NOTHING,
    keyStart: 0,
    keyEnd: 0,
    next() {
      while (left === 0) {
        if (!nextBlock()) {
          cursor.prefix = Number.POSITIVE_INFINITY;
          return false;
        }
      }
      left -= 1;
      cursor.start = source.position;
      if (order.inRow) {
        const length = readLength(source);
        cursor.key = source.buffer;
        cursor.keyStart = source.position;
        cursor.keyEnd = source.position + length;
      }
      if (wholeRow) {
        source.position = cursor.keyEnd;
        known = undefined;
      } else {
        source.position = cursor.start;
        known = decode(source);
        if (!order.inRow) {
          key.position = 0;
          order.writeKey(key, known);
          cursor.key = key.buffer;
          cursor.keyEnd = key.position;
        }
      }
      cursor.end = source.position;
      cursor.prefix = keyPrefix(cursor.key, cursor.keyStart, cursor.keyEnd);
      return true;
    },
    value() {
      if (known === undefined) {
        again.buffer = cursor.buffer;
        again.position = cursor.start;
        known = decode(again);
      }
      return known;
    },
  };
  return cursor;
}

const NOTHING = Buffer.alloc(0);
