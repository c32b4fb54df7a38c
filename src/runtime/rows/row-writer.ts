import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { BLOCK_HEADER, BLOCK_SIZE, sealBlock } from "./block.ts";
import { appendBytes, createByteSink } from "./byte-sink.ts";
import { rowCodec } from "./row-codec.ts";

export interface RowWriter {
  readonly records: number;
  write(value: Json): void;
  /** A row that is encoded already. */
  writeEncoded(bytes: Uint8Array): void;
  /** Ends the block that is being filled; due once after the last row. */
  flush(): void;
}

/** Rows of one type as blocks. `output` gets a block as a view that is valid during the call only. */
export function createRowWriter(type: IrType, output: (block: Uint8Array) => void): RowWriter {
  const { encode } = rowCodec(type);
  const sink = createByteSink(2 * BLOCK_SIZE);
  sink.position = BLOCK_HEADER;
  let records = 0;
  let inBlock = 0;

  const flush = (): void => {
    if (inBlock > 0) {
      const block = sink.buffer.subarray(0, sink.position);
      sealBlock(block, inBlock);
      output(block);
      sink.position = BLOCK_HEADER;
      inBlock = 0;
    }
  };
  const wrote = (): void => {
    records += 1;
    inBlock += 1;
    if (sink.position >= BLOCK_HEADER + BLOCK_SIZE) {
      flush();
    }
  };

  return {
    get records() {
      return records;
    },
    write(value) {
      encode(sink, value);
      wrote();
    },
    writeEncoded(bytes) {
      appendBytes(sink, bytes);
      wrote();
    },
    flush,
  };
}
