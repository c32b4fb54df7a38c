/**
 * Rows by the slots of their keys, encoded one after the other. It holds no objects, so that the garbage collector has
 * nothing to look at and memory is what is counted. A row with the bytes of the one before it in its slot is only counted:
 * where few different values come, as in counting, a log hardly grows.
 */
import type { ExchangeKey } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { enlarged } from "../../shared/open-addressing.ts";
import { createByteSink } from "../rows/byte-sink.ts";
import { type KeyedCodec, keyedCodec, rowCodec } from "../rows/row-codec.ts";

export interface RowLog {
  /** Bytes of memory in use. */
  weight(): number;
  /** Whether no slot has more than one row. */
  isCombined(): boolean;
  /** Whether the log grew. */
  append(slot: number, row: Json): boolean;
  /** Empties the log; gives what was in it, by slot. */
  take(): RowsBySlot;
  /** Makes a row of a key again and again, whatever becomes of those it made. */
  copier(row: Json, key: Json): () => Json;
}

/** Entries are rows that came one after the other in their slot and are all the same. */
export interface RowsBySlot {
  /** In the order in which they came. */
  entriesOf(slot: number): readonly number[];
  countOf(entry: number): number;
  /** One of its rows, made anew at each call. */
  rowOf(entry: number, key: Json): Json;
}

const FIRST_CAPACITY = 1024;
const FIRST_BYTES = 64 * 1024;
const FIRST_COPY = 64;

/** Of an entry, and of a slot's last one. */
const ENTRY_WEIGHT = 12;
const SLOT_WEIGHT = 4;

const MOST_COUNTED = 0xffff_ffff;

/** `key` says where rows have theirs: a field of the row itself is not encoded again and again. */
export function createRowLog(type: IrType, key: ExchangeKey): RowLog {
  const codec = codecFor(type, key);
  let sink = createByteSink(FIRST_BYTES);
  /** Entries are numbered from 1, and 0 is none. Entry `i` stands at bytes `starts[i]` to `starts[i + 1]`. */
  let starts = new Uint32Array(FIRST_CAPACITY);
  let counts = new Uint32Array(FIRST_CAPACITY);
  /** Of each entry, the one before it in its slot. */
  let before = new Uint32Array(FIRST_CAPACITY);
  /** Of each slot. */
  let last = new Uint32Array(FIRST_CAPACITY);
  let entries = 0;
  let slots = 0;
  let rows = 0;

  /** Whether what stands at the end of the log, from `start`, are the bytes of an entry. */
  const repeats = (entry: number, start: number): boolean => {
    const { buffer, position } = sink;
    const from = starts[entry] ?? 0;
    const length = position - start;
    if ((starts[entry + 1] ?? 0) - from !== length) {
      return false;
    }
    for (let i = 0; i < length; i++) {
      if (buffer[from + i] !== buffer[start + i]) {
        return false;
      }
    }
    return true;
  };
  const add = (slot: number): void => {
    entries += 1;
    if (entries + 2 > starts.length) {
      starts = doubled(starts);
      counts = doubled(counts);
      before = doubled(before);
    }
    counts[entries] = 1;
    before[entries] = last[slot] ?? 0;
    last[slot] = entries;
    starts[entries + 1] = sink.position;
  };

  return {
    weight: () => sink.position + ENTRY_WEIGHT * entries + SLOT_WEIGHT * slots,
    isCombined: () => rows === slots, // slots are numbered as they come: each has a row
    append(slot, row) {
      rows += 1;
      if (slot >= slots) {
        slots = slot + 1;
        while (slots > last.length) {
          last = doubled(last);
        }
      }
      const start = sink.position;
      codec.encode(sink, row);
      const entry = last[slot] ?? 0;
      if (entry !== 0 && counts[entry] !== MOST_COUNTED && repeats(entry, start)) {
        counts[entry] = (counts[entry] ?? 0) + 1;
        sink.position = start;
        return false;
      }
      add(slot);
      return true;
    },
    take() {
      const source = { buffer: sink.buffer, position: 0 };
      const taken = { starts, counts, before, last };
      sink = createByteSink(FIRST_BYTES);
      starts = new Uint32Array(FIRST_CAPACITY);
      counts = new Uint32Array(FIRST_CAPACITY);
      before = new Uint32Array(FIRST_CAPACITY);
      last = new Uint32Array(FIRST_CAPACITY);
      entries = 0;
      slots = 0;
      rows = 0;
      return {
        entriesOf(slot) {
          const own: number[] = [];
          for (let entry = taken.last[slot] ?? 0; entry !== 0; entry = taken.before[entry] ?? 0) {
            own.push(entry);
          }
          return own.reverse();
        },
        countOf: (entry) => taken.counts[entry] ?? 0,
        rowOf(entry, keyOfSlot) {
          source.position = taken.starts[entry] ?? 0;
          return codec.decode(source, keyOfSlot);
        },
      };
    },
    copier(row, keyOfRow) {
      const copy = createByteSink(FIRST_COPY);
      codec.encode(copy, row);
      return () => codec.decode({ buffer: copy.buffer, position: 0 }, keyOfRow);
    },
  };
}

function codecFor(type: IrType, key: ExchangeKey): KeyedCodec {
  const [field, ...deeper] = key.kind === "path" ? key.path : [];
  return type.kind === "record" && field !== undefined && deeper.length === 0
    ? keyedCodec(type, field)
    : rowCodec(type);
}

const doubled = (from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> =>
  enlarged(from, new Uint32Array(2 * from.length));
