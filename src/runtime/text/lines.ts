import { isUtf8 } from "node:buffer";
import type { ByteRange, TextValue } from "../../compiler/ir/value.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { type ReadContext, readChunks } from "./byte-chunks.ts";

/** Lines decoded at once: many enough that a clock call per batch does not count, few enough to die young. */
const BATCH_BYTES = 64 * 1024;

/** Bytes made one string, of which lines are slices: whoever holds a line holds up to so much more than it. */
const SLICED_BYTES = 1024;

/** A NUL this far into a file tells that it is no text. */
const BINARY_PROBE = 8 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export interface LineBatch {
  /** Without their LF; a CR before it stays where `keepReturns` asks for it. */
  readonly lines: readonly string[];
  readonly range: ByteRange;
  /** Lines of the range before these. */
  readonly first: number;
}

/**
 * The lines of a text in order, a batch at a time. A byte order mark at the beginning of a file is skipped, sequences
 * that are not UTF-8 become U+FFFD and are counted.
 * @throws TaskError (`input`) where a file is binary.
 */
export function* readLineBatches(
  context: ReadContext,
  text: TextValue,
  keepReturns = false,
): Generator<LineBatch, void, undefined> {
  for (const range of text.ranges) {
    let first = 0;
    for (const block of wholeLines(readChunks(context, range), range)) {
      for (let at = 0; at < block.length; ) {
        const end = lineEnd(block, at + BATCH_BYTES);
        const lines = context.meter.during("read", () => {
          const bytes = block.subarray(at, end);
          const valid = isUtf8(bytes);
          const decoded = decodeLines(bytes, keepReturns);
          if (!valid) {
            context.meter.counts.replaced += countReplaced(bytes, decoded);
          }
          return decoded;
        });
        yield { lines, range, first };
        first += lines.length;
        at = end;
      }
    }
  }
}

export function* readLines(context: ReadContext, text: TextValue): Generator<string> {
  for (const batch of readLineBatches(context, text)) {
    const { lines } = batch;
    for (let i = 0; i < lines.length; i++) {
      yield lines[i] ?? "";
    }
  }
}

/** The bytes of a text in pieces that end with a line, without a byte order mark. */
export function* readBlocks(context: ReadContext, text: TextValue): Generator<Uint8Array> {
  for (const range of text.ranges) {
    yield* wholeLines(readChunks(context, range), range);
  }
}

/** Regroups pieces so that each ends with a line, the last one with the range. */
function* wholeLines(chunks: Iterable<Buffer>, range: ByteRange): Generator<Buffer> {
  let begun: Buffer[] = [];
  let atStart = range.start === 0;
  for (const stored of chunks) {
    let chunk = stored;
    if (atStart) {
      refuseBinary(stored, range);
      chunk = withoutMark(stored);
      atStart = false;
    }
    const end = chunk.lastIndexOf(LF) + 1;
    if (end === 0) {
      begun.push(chunk);
      continue;
    }
    const head = chunk.subarray(0, end);
    yield begun.length === 0 ? head : Buffer.concat([...begun, head]);
    begun = end === chunk.length ? [] : [chunk.subarray(end)];
  }
  if (begun.length > 0) {
    yield Buffer.concat(begun);
  }
}

const MARK = Buffer.from("\u{FEFF}");

/** A byte order mark at the beginning of a file is no part of its text. */
export function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, MARK.length).equals(MARK) ? head.subarray(MARK.length) : head;
}

export function refuseBinary(head: Buffer, range: ByteRange): void {
  if (head.subarray(0, BINARY_PROBE).includes(0)) {
    throw new TaskError(
      failureOf("input", `${range.path} is a binary file: it has a NUL in its first 8 KiB`, {
        item: range.path,
      }),
    );
  }
}

/** The end of the line that byte `at` is in. */
function lineEnd(bytes: Buffer, at: number): number {
  const next = at < bytes.length ? bytes.indexOf(LF, at) : -1;
  return next === -1 ? bytes.length : next + 1;
}

function decodeLines(bytes: Buffer, keepReturns: boolean): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = lineEnd(bytes, at + SLICED_BYTES);
    const text = bytes.toString("utf8", at, end);
    let start = 0;
    while (start < text.length) {
      const next = text.indexOf("\n", start);
      const stop = next === -1 ? text.length : next;
      const hasReturn = !keepReturns && stop > start && text.charCodeAt(stop - 1) === CR;
      lines.push(text.slice(start, hasReturn ? stop - 1 : stop));
      start = stop + 1;
    }
    at = end;
  }
  return lines;
}

const REPLACEMENT = Buffer.from("\u{FFFD}");

/** U+FFFD in what was decoded, less those that the bytes held already. */
export function countReplaced(bytes: Buffer, decoded: readonly string[]): number {
  let count = 0;
  for (const text of decoded) {
    for (let at = text.indexOf("\u{FFFD}"); at !== -1; at = text.indexOf("\u{FFFD}", at + 1)) {
      count += 1;
    }
  }
  for (let at = bytes.indexOf(REPLACEMENT); at !== -1; at = bytes.indexOf(REPLACEMENT, at + 3)) {
    count -= 1;
  }
  return count;
}

/** Number, from 1, of the line of its file that is line `index`, from 0, of the range. */
export function lineNumber(context: ReadContext, range: ByteRange, index: number): number {
  let before = 0;
  if (range.start > 0) {
    for (const chunk of readChunks(context, { path: range.path, start: 0, end: range.start })) {
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) {
        before += 1;
      }
    }
  }
  return before + index + 1;
}
