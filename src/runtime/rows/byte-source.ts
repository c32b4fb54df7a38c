/** The readers of what `byte-sink.ts` writes. They trust the bytes: a block's checksum is verified before it is decoded. */
export interface ByteSource {
  readonly buffer: Buffer;
  position: number;
}

export const createByteSource = (bytes: Uint8Array): ByteSource => ({
  buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  position: 0,
});

export function readByte(source: ByteSource): number {
  return source.buffer[source.position++] ?? 0;
}

export function readLength(source: ByteSource): number {
  let byte = readByte(source);
  if (byte < 0x80) {
    return byte;
  }
  let value = byte & 0x7f;
  let scale = 0x80;
  do {
    byte = readByte(source);
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
  } while (byte >= 0x80);
  return value;
}

export function readInt(source: ByteSource): number {
  const first = readByte(source);
  let value = first & 0x3f;
  if (first >= 0x80) {
    let scale = 0x40;
    let byte: number;
    do {
      byte = readByte(source);
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte >= 0x80);
  }
  return (first & 0x40) === 0 || value === 0 ? value : -value;
}

export function readFloat(source: ByteSource): number {
  const value = source.buffer.readDoubleLE(source.position);
  source.position += 8;
  return value;
}

export function readString(source: ByteSource): string {
  const length = readLength(source);
  const start = source.position;
  source.position = start + length;
  return (
    (length <= 8 ? shortAscii(source.buffer, start, length) : undefined) ??
    source.buffer.toString("utf8", start, start + length)
  );
}

/** Up to 8 ASCII characters without a call out of JavaScript, which takes longer than they do; undefined for others. */
function shortAscii(bytes: Uint8Array, at: number, length: number): string | undefined {
  const a = length > 0 ? (bytes[at] ?? 0) : 0;
  const b = length > 1 ? (bytes[at + 1] ?? 0) : 0;
  const c = length > 2 ? (bytes[at + 2] ?? 0) : 0;
  const d = length > 3 ? (bytes[at + 3] ?? 0) : 0;
  const e = length > 4 ? (bytes[at + 4] ?? 0) : 0;
  const f = length > 5 ? (bytes[at + 5] ?? 0) : 0;
  const g = length > 6 ? (bytes[at + 6] ?? 0) : 0;
  const h = length > 7 ? (bytes[at + 7] ?? 0) : 0;
  if ((a | b | c | d | e | f | g | h) >= 0x80) {
    return undefined;
  }
  switch (length) {
    case 0:
      return "";
    case 1:
      return String.fromCharCode(a);
    case 2:
      return String.fromCharCode(a, b);
    case 3:
      return String.fromCharCode(a, b, c);
    case 4:
      return String.fromCharCode(a, b, c, d);
    case 5:
      return String.fromCharCode(a, b, c, d, e);
    case 6:
      return String.fromCharCode(a, b, c, d, e, f);
    case 7:
      return String.fromCharCode(a, b, c, d, e, f, g);
    default:
      return String.fromCharCode(a, b, c, d, e, f, g, h);
  }
}

/** A view of the source's own buffer. */
export function readBytes(source: ByteSource): Uint8Array {
  const length = readLength(source);
  const start = source.position;
  source.position = start + length;
  return source.buffer.subarray(start, source.position);
}
