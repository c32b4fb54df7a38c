/** Parts of rows that are not numbers and strings: references, lists, maps and `json`. */
import type { ByteRange, BytesValue, FileValue, TextValue } from "../../compiler/ir/value.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { compareStrings } from "../../shared/order.ts";
import {
  type ByteSink,
  writeByte,
  writeBytes,
  writeInt,
  writeLength,
  writeString,
} from "./byte-sink.ts";
import {
  type ByteSource,
  readByte,
  readBytes,
  readInt,
  readLength,
  readString,
} from "./byte-source.ts";
import { inlineBytes, rawBytes } from "./inline-bytes.ts";

export function writeJson(sink: ByteSink, value: Json): void {
  writeString(sink, canonicalJson(value));
}

export function readJson(source: ByteSource): Json {
  return JSON.parse(readString(source)) as Json; // `JSON.parse` gives nothing else
}

export function writeFile(sink: ByteSink, file: FileValue): void {
  writeString(sink, file.path);
  writeString(sink, file.name);
  writeInt(sink, file.size);
}

export function readFile(source: ByteSource): FileValue {
  return { path: readString(source), name: readString(source), size: readInt(source) };
}

export function writeText(sink: ByteSink, text: TextValue): void {
  writeLength(sink, text.ranges.length);
  for (const range of text.ranges) {
    writeString(sink, range.path);
    writeInt(sink, range.start);
    writeInt(sink, range.end);
  }
}

export function readText(source: ByteSource): TextValue {
  const ranges = readList(source, readRange);
  return { ranges, size: ranges.reduce((size, { start, end }) => size + end - start, 0) };
}

function readRange(source: ByteSource): ByteRange {
  return { path: readString(source), start: readInt(source), end: readInt(source) };
}

const INLINE = 0;
const RANGES = 1;

export function writeBytesValue(sink: ByteSink, value: BytesValue): void {
  if ("ranges" in value) {
    writeByte(sink, RANGES);
    writeText(sink, value);
  } else {
    writeByte(sink, INLINE);
    writeBytes(sink, rawBytes(value));
  }
}

export function readBytesValue(source: ByteSource): BytesValue {
  return readByte(source) === RANGES
    ? readText(source)
    : inlineBytes(new Uint8Array(readBytes(source)));
}

export function readList<T>(source: ByteSource, element: (source: ByteSource) => T): T[] {
  const length = readLength(source);
  const list: T[] = [];
  for (let i = 0; i < length; i++) {
    list.push(element(source));
  }
  return list;
}

/** Keys by code point, whatever the order in which they were added. */
export function sortedKeys(map: { readonly [key: string]: Json }): readonly string[] {
  return Object.keys(map).sort(compareStrings);
}

export function readMap(source: ByteSource, value: (source: ByteSource) => Json): Json {
  const length = readLength(source);
  const entries: [string, Json][] = [];
  for (let i = 0; i < length; i++) {
    entries.push([readString(source), value(source)]);
  }
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(entries);
}
