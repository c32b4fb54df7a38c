import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import type { TaskStore } from "../store/object-store.ts";
import { corrupt } from "../store/store-failure.ts";
import { createBlockReader, type RowRange } from "./block-reader.ts";
import { createByteSource } from "./byte-source.ts";
import { rowCodec } from "./row-codec.ts";

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
  const blocks = createBlockReader(store, range, from, to);
  for (let block = blocks.next(); block !== undefined; block = blocks.next()) {
    const source = createByteSource(block.payload);
    const rows: Json[] = [];
    for (let i = block.first; i < block.first + block.records; i++) {
      const value = decode(source);
      if (i >= from && i < to) {
        rows.push(value);
      }
    }
    if (source.position !== block.payload.length) {
      throw otherType(range.location);
    }
    yield rows;
  }
}

export const otherType = (location: string) =>
  corrupt(location, "holds rows of another type than its manifest says");
