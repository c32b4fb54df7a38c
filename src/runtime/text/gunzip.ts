/**
 * Gunzip as a synchronous stream in bounded memory: `node:zlib` offers either a stream that must be awaited or a call that
 * holds everything, and functions pull their input synchronously. pako is zlib's own code in JavaScript, checks included.
 */
import * as pako from "pako";
import { failureOf, TaskError } from "../task-error.ts";

/** zlib's word for "the gzip format, and no other", with its largest window. */
const GZIP_WINDOW = 31;
const OUTPUT_SIZE = 256 * 1024;

/** The members of a gzip file one after the other; what follows them and is no member is padding. */
export function* gunzip(path: string, compressed: Iterable<Uint8Array>): Generator<Buffer> {
  const stream = new pako.ZStream();
  stream.output = new Uint8Array(OUTPUT_SIZE);
  pako.zlibInflateInit2(stream, GZIP_WINDOW);
  let members = 0;
  let inMember = true;
  for (const chunk of compressed) {
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    while (stream.avail_in > 0) {
      if (!inMember) {
        if (chunk[stream.next_in] !== 0x1f) {
          return;
        }
        pako.zlibInflateReset(stream);
        inMember = true;
      }
      const [bytes, status] = inflateSome(stream);
      if (bytes.length > 0) {
        yield bytes;
      }
      if (status === pako.Z_STREAM_END) {
        inMember = false;
        members += 1;
      } else if (status !== pako.Z_OK && status !== pako.Z_BUF_ERROR) {
        throw malformed(
          path,
          members === 0 && stream.total_out === 0 ? "it is no gzip file" : stream.msg,
        );
      }
    }
    // What zlib holds back when the input runs out before the output does.
    for (let full = inMember; full; ) {
      const [bytes] = inflateSome(stream);
      full = bytes.length === OUTPUT_SIZE;
      if (bytes.length > 0) {
        yield bytes;
      }
    }
  }
  if (inMember) {
    throw malformed(path, "it ends in the middle");
  }
}

/** As much as one output buffer takes, copied out of it: input may come in pieces too small to be worth a buffer each. */
function inflateSome(stream: pako.ZStream): readonly [Buffer, number] {
  stream.next_out = 0;
  stream.avail_out = OUTPUT_SIZE;
  const status = pako.zlibInflate(stream, pako.Z_NO_FLUSH);
  return [Buffer.from(stream.output.subarray(0, stream.next_out)), status];
}

function malformed(path: string, reason: string): TaskError {
  return new TaskError(
    failureOf("input", `${path} cannot be decompressed: ${reason}`, { item: path }),
  );
}
