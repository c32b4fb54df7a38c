/**
 * Where to cut files into chunks: at the ends of units, balanced by bytes, with nothing copied. Only what must be known to
 * cut is read: the neighbourhood of each cut for bytes and single lines; for groups of lines and CSV records, which may
 * hold line ends, the file up to its last cut.
 */
import type { ByteRange, TextValue } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { SplitSource } from "../task.ts";
import { isCompressed, type ReadContext, readChunks } from "./byte-chunks.ts";
import { refuseBinary } from "./lines.ts";

export type CutUnit =
  | { readonly kind: "bytes" }
  /** So many lines to a unit, counted from the beginning of each source. */
  | { readonly kind: "lines"; readonly count: number }
  | { readonly kind: "csv" };

/** Without `into`, one chunk per so many bytes of each source. */
export const CHUNK_SIZE = 64 * 1024 * 1024;

const PROBE = 64 * 1024;
const LF = 0x0a;
const QUOTE = 0x22;

/**
 * At least one chunk, and at most `into`. The chunks, put together, are the sources: every byte once, in order. An empty
 * source takes no part, and a compressed one is never cut.
 */
export function planChunks(
  context: ReadContext,
  sources: readonly SplitSource[],
  unit: CutUnit,
  into: number | null,
): readonly TextValue[] {
  invariant(into === null || into >= 1, "a split makes at least one chunk");
  const ranges = sources.flatMap(rangesOf).filter(({ start, end }) => start < end);
  if (unit.kind !== "bytes") {
    for (const range of ranges) {
      refuseBinaryStart(context, range);
    }
  }
  const chunks =
    into === null
      ? ranges.flatMap((range) =>
          cut(context, [range], unit, Math.ceil((range.end - range.start) / CHUNK_SIZE)),
        )
      : cut(context, ranges, unit, into);
  return chunks.length === 0 ? [{ ranges: [], size: 0 }] : chunks;
}

function rangesOf(source: SplitSource): readonly ByteRange[] {
  return source.kind === "text"
    ? source.ranges
    : [{ path: source.file.path, start: 0, end: source.file.size }];
}

function refuseBinaryStart(context: ReadContext, range: ByteRange): void {
  if (range.start === 0 && !isCompressed(range.path)) {
    const end = Math.min(range.end, PROBE);
    for (const head of readChunks(context, { path: range.path, start: 0, end })) {
      refuseBinary(head, range);
      return;
    }
  }
}

/** Cuts the concatenation of the ranges near every `total / into` bytes. */
function cut(
  context: ReadContext,
  ranges: readonly ByteRange[],
  unit: CutUnit,
  into: number,
): readonly TextValue[] {
  const total = sizeOf(ranges);
  const chunks: TextValue[] = [];
  let chunk: ByteRange[] = [];
  let before = 0;
  let next = 1;

  const close = (): void => {
    if (chunk.length > 0) {
      chunks.push({ ranges: chunk, size: sizeOf(chunk) });
      chunk = [];
    }
  };
  for (const range of ranges) {
    const length = range.end - range.start;
    const wanted: number[] = [];
    for (; next < into && targetOf(next, into, total) < before + length; next++) {
      wanted.push(range.start + targetOf(next, into, total) - before);
    }
    const found = isCompressed(range.path)
      ? wanted.map((at) => (at === range.start ? range.start : range.end))
      : unitEnds(context, range, unit, wanted);
    let start = range.start;
    for (const end of found) {
      if (end > start) {
        chunk.push({ path: range.path, start, end });
        start = end;
      }
      close();
    }
    if (start < range.end) {
      chunk.push({ path: range.path, start, end: range.end });
    }
    before += length;
  }
  close();
  return chunks;
}

const targetOf = (index: number, into: number, total: number): number =>
  Math.floor((index * total) / into);

const sizeOf = (ranges: readonly ByteRange[]): number =>
  ranges.reduce((size, { start, end }) => size + end - start, 0);

/** For each wanted position, ascending, the first end of a unit at or after it; the start of the range is one too. */
function unitEnds(
  context: ReadContext,
  range: ByteRange,
  unit: CutUnit,
  wanted: readonly number[],
): readonly number[] {
  if (wanted.length === 0 || unit.kind === "bytes") {
    return wanted;
  }
  if (unit.kind === "lines" && unit.count === 1) {
    return lineEnds(context, range, wanted);
  }
  return scanUnits(
    context,
    range,
    unit.kind === "csv" ? recordCounter() : lineCounter(unit.count),
    wanted,
  );
}

/**
 * For each wanted position, ascending, the line end at or after it. A line ends before `at` where the byte before it is a
 * LF. No byte is read or looked at twice, however dense the positions are.
 */
function lineEnds(
  { store }: ReadContext,
  range: ByteRange,
  wanted: readonly number[],
): readonly number[] {
  let window: Uint8Array = new Uint8Array();
  let windowStart = range.start;

  const lineEnd = (at: number): number => {
    for (let position = at - 1; position < range.end; position = windowStart + window.length) {
      if (position >= windowStart + window.length) {
        const length = Math.min(PROBE, range.end - position);
        window = store.read(range.path, position, length);
        windowStart = position;
        if (window.length === 0) {
          break;
        }
      }
      const found = window.indexOf(LF, position - windowStart);
      if (found !== -1) {
        return windowStart + found + 1;
      }
    }
    return range.end;
  };

  const ends: number[] = [];
  let last = range.start;
  for (const at of wanted) {
    if (at > last) {
      last = lineEnd(at);
    }
    ends.push(last);
  }
  return ends;
}

/** Told the bytes of a range in order; gives the positions in the piece after which a unit ends. */
type UnitCounter = (bytes: Uint8Array, found: (after: number) => void) => void;

function lineCounter(count: number): UnitCounter {
  let lines = 0;
  return (bytes, found) => {
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
      lines += 1;
      if (lines === count) {
        lines = 0;
        found(at + 1);
      }
    }
  };
}

/** A quote inside a quoted field is doubled, so an odd number of quotes so far means that a field is open. */
function recordCounter(): UnitCounter {
  let open = false;
  return (bytes, found) => {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        open = !open;
      } else if (byte === LF && !open) {
        found(at + 1);
      }
    }
  };
}

function scanUnits(
  context: ReadContext,
  range: ByteRange,
  count: UnitCounter,
  wanted: readonly number[],
): readonly number[] {
  const ends: number[] = [];
  const settle = (end: number): void => {
    for (let at = wanted[ends.length]; at !== undefined && at <= end; at = wanted[ends.length]) {
      ends.push(end);
    }
  };
  settle(range.start);
  let position = range.start;
  for (const bytes of readChunks(context, range)) {
    if (ends.length === wanted.length) {
      break;
    }
    count(bytes, (after) => settle(position + after));
    position += bytes.length;
  }
  settle(range.end);
  while (ends.length < wanted.length) {
    ends.push(range.end);
  }
  return ends;
}
