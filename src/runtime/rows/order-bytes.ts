/**
 * Values as bytes whose order, compared from the first to the last, is the order of the values (docs/values.md): null
 * first, `false` before `true`, numbers by size and NaN last, strings by code point, records field by field. No bytes of
 * one value begin those of another, so values may follow each other; inverted, they stand in descending order.
 */
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { appendBytes, type ByteSink, reserve, writeByte } from "./byte-sink.ts";

/** Appends a value. */
export type OrderWriter = (sink: ByteSink, value: Json) => void;

export function orderWriter(type: IrType, descending: boolean): OrderWriter {
  const ascending = writerOf(type);
  return descending
    ? (sink, value) => {
        const start = sink.position;
        ascending(sink, value);
        for (let i = start; i < sink.position; i++) {
          sink.buffer[i] = ~(sink.buffer[i] ?? 0);
        }
      }
    : ascending;
}

const ABSENT = 0;
const PRESENT = 1;

function writerOf(type: IrType): OrderWriter {
  switch (type.kind) {
    case "null":
      return () => {};
    case "bool":
      return (sink, value) => writeByte(sink, value === true ? 1 : 0);
    case "int":
    case "float":
    case "size":
    case "duration":
      return (sink, value) => writeNumber(sink, Number(value));
    case "string":
    case "literal":
      return (sink, value) => writeText(sink, value as string); // by its type
    case "optional": {
      const write = writerOf(type.type);
      return (sink, value) => {
        if (value === null || value === undefined) {
          writeByte(sink, ABSENT);
        } else {
          writeByte(sink, PRESENT);
          write(sink, value);
        }
      };
    }
    case "record": {
      const fields = type.fields.map((field) => ({
        name: field.name,
        write: writerOf(field.type),
      }));
      return (sink, value) => {
        const record = value as JsonObject; // by its type
        for (const { name, write } of fields) {
          write(sink, record[name] ?? null);
        }
      };
    }
    default:
      invariant(false, `nothing is sorted by a ${type.kind}`);
  }
}

const words = new DataView(new ArrayBuffer(8));

/** IEEE 754, highest byte first, with the sign bit turned; of a negative number all bits. */
function writeNumber(sink: ByteSink, value: number): void {
  words.setFloat64(0, Number.isNaN(value) ? Number.NaN : value + 0);
  const high = words.getInt32(0);
  const low = words.getInt32(4);
  reserve(sink, 8);
  sink.buffer.writeInt32BE(high < 0 ? ~high : high ^ SIGN, sink.position);
  sink.buffer.writeInt32BE(high < 0 ? ~low : low, sink.position + 4);
  sink.position += 8;
}

const SIGN = 1 << 31;

const NUL = 0;
const ESCAPED = 0xff;

/** UTF-8, in which a NUL is followed by `ff`; then two NULs. */
function writeText(sink: ByteSink, text: string): void {
  const { length } = text;
  reserve(sink, 3 * length + 2);
  const start = sink.position;
  let at = start;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || unit >= 0x80) {
      writeOther(sink, text);
      return;
    }
    sink.buffer[at++] = unit;
  }
  sink.buffer[at++] = NUL;
  sink.buffer[at++] = NUL;
  sink.position = at;
}

function writeOther(sink: ByteSink, text: string): void {
  let from = 0;
  const bytes = Buffer.from(text);
  for (let at = bytes.indexOf(NUL); at !== -1; at = bytes.indexOf(NUL, from)) {
    appendBytes(sink, bytes.subarray(from, at + 1));
    writeByte(sink, ESCAPED);
    from = at + 1;
  }
  appendBytes(sink, bytes.subarray(from));
  writeByte(sink, NUL);
  writeByte(sink, NUL);
}
