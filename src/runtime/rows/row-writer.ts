import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { BLOCK_HEADER, BLOCK_SIZE, sealBlock } from "./block.ts";
import { appendPart, createByteSink } from "./byte-sink.ts";
import { rowCodec } from "./row-codec.ts";

export interface RowWriter {
  readonly records: number;
  /** Of the rows so far. */
  readonly bytes: number;
  write(value: Json): void;
  /** A row that is encoded already, at bytes `start` to `end`. */
  writeEncoded(bytes: Uint8Array, start: number, end: number): void;
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
  let sealed = 0;

  const flush = (): void => {
    if (inBlock > 0) {
      const block = sink.buffer.subarray(0, sink.position);
      sealBlock(block, inBlock);
      output(block);
      sealed += sink.position - BLOCK_HEADER;
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
    get bytes() {
      return sealed + sink.position - BLOCK_HEADER;
    },
    write(value) {
      encode(sink, value);
      wrote();
    },
    writeEncoded(bytes, start, end) {
      appendPart(sink, bytes, start, end);
      wrote();
    },
    flush,
  };
}
