/**
 * Frames, in which the executor and the process of a function in another language talk: docs/runtime.md, "Functions in
 * other languages", specifies them byte for byte.
 */
/** `json` and the bytes that it refers to by `[offset, length]`. */
export interface Frame {
  readonly kind: string;
  readonly json: unknown;
  readonly binary: Buffer;
}

/** Kind, length of the JSON, length of the binary part. */
const HEADER = 9;

/** Longest text that V8 has, less a little; a length above it is no length. */
const LONGEST_JSON = 0x1fff_0000;
const LONGEST_BINARY = 0x7fff_ffff;

/** What the other side sent is not what the protocol allows. */
export class ProtocolError extends Error {
  override readonly name: string = "ProtocolError";
}

/** It sent less than it should have: its process may have ended, which says more. */
export class BrokenOffError extends ProtocolError {
  override readonly name: string = "BrokenOffError";
}

/** `json`: anything that JSON.stringify writes as it is. */
export function encodeFrame(kind: string, json: object, parts: readonly Uint8Array[] = []): Buffer {
  const text = Buffer.from(JSON.stringify(json));
  const header = Buffer.alloc(HEADER);
  header.write(kind, 0, "latin1");
  header.writeUInt32LE(text.length, 1);
  header.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 0),
    5,
  );
  return Buffer.concat([header, text, ...parts]);
}

export interface FrameReader {
  /**
   * Undefined where the stream ended between two frames.
   * @throws ProtocolError for what is no frame, among it half of one; whatever the stream itself fails with.
   */
  next(): Promise<Frame | undefined>;
}

/** `kinds`: those that may come. Nothing more is read ahead than the stream itself does. */
export function createFrameReader(chunks: AsyncIterable<Buffer>, kinds: string): FrameReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let waiting: Buffer[] = [];
  let available = 0;

  /** The next `length` bytes; fewer where the stream ends before. */
  const take = async (length: number): Promise<Buffer> => {
    while (available < length) {
      const next = await iterator.next();
      if (next.done === true) {
        break;
      }
      waiting.push(next.value);
      available += next.value.length;
    }
    const [first] = waiting;
    const all = waiting.length === 1 && first !== undefined ? first : Buffer.concat(waiting);
    const taken = all.subarray(0, length);
    waiting = [all.subarray(taken.length)];
    available -= taken.length;
    return taken;
  };

  return {
    async next() {
      const header = await take(HEADER);
      if (header.length === 0) {
        return undefined;
      }
      const kind = String.fromCharCode(header[0] ?? 0);
      if (!kinds.includes(kind)) {
        throw new ProtocolError(`it sent ${printBytes(header)}, which begins no frame`);
      }
      if (header.length < HEADER) {
        throw new BrokenOffError("it ended its answer within a frame");
      }
      const jsonLength = header.readUInt32LE(1);
      const binaryLength = header.readUInt32LE(5);
      if (jsonLength > LONGEST_JSON || binaryLength > LONGEST_BINARY) {
        throw new ProtocolError(`it sent a frame of ${jsonLength + binaryLength} bytes`);
      }
      const payload = await take(jsonLength + binaryLength);
      if (payload.length < jsonLength + binaryLength) {
        throw new BrokenOffError(
          `it ended its answer after ${payload.length} of the ${jsonLength + binaryLength} bytes of a frame`,
        );
      }
      return {
        kind,
        json: parse(payload.toString("utf8", 0, jsonLength)),
        binary: payload.subarray(jsonLength),
      };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError(`it sent ${JSON.stringify(text.slice(0, 60))}, which is not JSON`);
  }
}

/** `"HTTP/1.1 "` where that can be read, else in hexadecimal. */
function printBytes(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  return /^[\x20-\x7e]*$/.test(text) ? JSON.stringify(text) : bytes.toString("hex");
}
