import { crc32 } from "node:zlib";
import type { IrType } from "../../compiler/ir/type.ts";
import type { ProducerRuns } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import { createRowWriter, type RowWriter } from "../rows/row-writer.ts";
import type { ObjectWriter } from "../store/object-store.ts";

/** Writes one object of sorted runs, partition after partition. */
export interface RunsWriter {
  /** Rows of `partition`, which is not below those asked for before. */
  at(partition: number): RowWriter;
  close(): ProducerRuns;
}

export function createRunsWriter(
  type: IrType,
  partitions: number,
  object: ObjectWriter,
): RunsWriter {
  const offsets: number[] = [0];
  const records: number[] = [];
  const checksums: number[] = [];
  let checksum = 0;
  let before = 0;
  const rows = createRowWriter(type, (block) => {
    object.write(block);
    checksum = crc32(block, checksum);
  });
  /** Ends partitions so that `partition` is the one being written. */
  const advance = (partition: number): void => {
    invariant(partition >= records.length, "partitions are written in order");
    if (partition === records.length) {
      return;
    }
    rows.flush();
    while (records.length < partition) {
      offsets.push(object.size);
      records.push(rows.records - before);
      checksums.push(checksum);
      before = rows.records;
      checksum = 0;
    }
  };

  return {
    at(partition) {
      advance(partition);
      return rows;
    },
    close() {
      advance(partitions);
      object.close();
      return { key: object.key, offsets, records, checksums };
    },
  };
}
