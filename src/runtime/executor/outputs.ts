/** Where a task's elements end. */
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { createBatch } from "../rows/batch.ts";
import { createRowWriter, type RowWriter } from "../rows/row-writer.ts";
import type { ObjectWriter } from "../store/object-store.ts";
import type { WrittenPartition } from "../task.ts";
import type { TaskContext } from "./environment.ts";
import type { Sink } from "./sink.ts";

export interface PartitionSink extends Sink {
  /** Once it has ended. */
  written(): WrittenPartition;
}

/** One partition of a dataset, as one object of rows; none where it is empty. */
export function createPartitionSink(context: TaskContext, schema: IrType): PartitionSink {
  const { meter, store, names } = context;
  let object: ObjectWriter | undefined;
  let rows: RowWriter | undefined;
  let partition: WrittenPartition["partition"] = { records: 0, bytes: 0, slices: [] };

  const open = (): RowWriter => {
    const writer = store.create(names.next("rows"));
    object = writer;
    rows = createRowWriter(schema, (block) => writer.write(block));
    return rows;
  };
  const batch = createBatch((elements) =>
    meter.during("write", () => {
      const writer = rows ?? open();
      const before = writer.bytes;
      for (const value of elements) {
        writer.write(value);
      }
      return writer.bytes - before;
    }),
  );
  const end = (): void => {
    batch.flush();
    if (rows === undefined || object === undefined) {
      return;
    }
    const { records } = rows;
    const writer = object;
    rows.flush();
    const bytes = writer.size;
    const { checksum } = writer.close();
    partition = {
      records,
      bytes,
      slices: [
        { kind: "rows", key: writer.key, checksum, records, from: 0, to: records, schema: 0 },
      ],
    };
    meter.counts.recordsOut += records;
  };

  return {
    encodes: true,
    push: batch.push,
    copy(type, merged) {
      if (JSON.stringify(type) !== JSON.stringify(schema)) {
        return false;
      }
      meter.during("write", () => {
        for (let row = merged.next(); row !== undefined; row = merged.next()) {
          (rows ?? open()).writeEncoded(row.buffer, row.start, row.end);
        }
        end();
      });
      return true;
    },
    end,
    written: () => ({ schema, partition }),
  };
}

export interface ListSink extends Sink {
  readonly values: readonly Json[];
}

/** A list that control will hold. */
export function createListSink({ meter }: TaskContext): ListSink {
  const values: Json[] = [];
  return {
    values,
    push(value) {
      values.push(value);
      meter.counts.recordsOut += 1;
    },
    end: () => undefined,
  };
}
