/**
 * A growing buffer and the writers of the parts that rows are made of (docs/runtime.md, "Rows"). It is used for many
 * records in turn, so that nothing is allocated per record.
 */
export interface ByteSink {
  buffer: Buffer;
  /** Bytes written so far. */
  position: number;
}

export function createByteSink(capacity: number): ByteSink {
  return { buffer: Buffer.allocUnsafeSlow(capacity), position: 0 };
}

/** Makes room for `count` bytes more. */
export function reserve(sink: ByteSink, count: number): void {
  if (sink.position + count > sink.buffer.length) {
    grow(sink, count);
  }
}

function grow(sink: ByteSink, count: number): void {
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * sink.buffer.length, sink.position + count));
  sink.buffer.copy(larger, 0, 0, sink.position);
  sink.buffer = larger;
}

export function writeByte(sink: ByteSink, byte: number): void {
  reserve(sink, 1);
  sink.buffer[sink.position++] = byte;
}

/** LEB128 of a length: 7 bits to a byte, lowest first, the high bit set on all but the last. */
export function writeLength(sink: ByteSink, length: number): void {
  reserve(sink, 5);
  let rest = length;
  while (rest >= 0x80) {
    sink.buffer[sink.position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  sink.buffer[sink.position++] = rest;
}

/** A safe integer: bit 6 of the first byte is the sign, bits 0 to 5 the lowest of the magnitude, then as a length. */
export function writeInt(sink: ByteSink, value: number): void {
  reserve(sink, 8);
  const { buffer } = sink;
  const sign = value < 0 ? 0x40 : 0;
  let rest = value < 0 ? -value : value;
  if (rest < 0x40) {
    buffer[sink.position++] = sign | rest;
    return;
  }
  buffer[sink.position++] = 0x80 | sign | (rest % 0x40);
  rest = Math.floor(rest / 0x40);
  while (rest >= 0x80) {
    buffer[sink.position++] = 0x80 | (rest % 0x80);
    rest = Math.floor(rest / 0x80);
  }
  buffer[sink.position++] = rest;
}

/** Every NaN is written as the same one, and -0 as 0. */
export function writeFloat(sink: ByteSink, value: number): void {
  reserve(sink, 8);
  sink.position = sink.buffer.writeDoubleLE(
    Number.isNaN(value) ? Number.NaN : value + 0,
    sink.position,
  );
}

/** Up to here a loop over ASCII is faster than a call out of JavaScript. */
const SHORT_STRING = 48;

/** Length of the UTF-8 form, then that; half of a surrogate pair becomes U+FFFD. */
export function writeString(sink: ByteSink, text: string): void {
  const { length } = text;
  if (length > SHORT_STRING) {
    writeLongString(sink, text);
    return;
  }
  reserve(sink, length + 1);
  const { buffer, position } = sink;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) {
      writeLongString(sink, text);
      return;
    }
    buffer[position + 1 + i] = unit;
  }
  buffer[position] = length;
  sink.position = position + 1 + length;
}

function writeLongString(sink: ByteSink, text: string): void {
  const length = Buffer.byteLength(text);
  writeLength(sink, length);
  reserve(sink, length);
  sink.position += sink.buffer.write(text, sink.position, length);
}

/** The UTF-8 form alone. */
export function writeUtf8(sink: ByteSink, text: string): void {
  const length = Buffer.byteLength(text);
  reserve(sink, length);
  sink.position += sink.buffer.write(text, sink.position, length);
}

/** Length, then the bytes. */
export function writeBytes(sink: ByteSink, bytes: Uint8Array): void {
  writeLength(sink, bytes.length);
  appendBytes(sink, bytes);
}

/** The bytes as they are. */
export function appendBytes(sink: ByteSink, bytes: Uint8Array): void {
  appendPart(sink, bytes, 0, bytes.length);
}

/** Up to here a loop is faster than a call out of JavaScript. */
const SHORT_COPY = 128;

/** Bytes `start` to `end`. */
export function appendPart(sink: ByteSink, bytes: Uint8Array, start: number, end: number): void {
  const length = end - start;
  reserve(sink, length);
  const { buffer, position } = sink;
  if (length <= SHORT_COPY) {
    for (let i = 0; i < length; i++) {
      buffer[position + i] = bytes[start + i] ?? 0;
    }
  } else {
    buffer.set(bytes.subarray(start, end), position);
  }
  sink.position = position + length;
}
