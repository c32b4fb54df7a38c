/**
 * Rows by the slots of their keys, encoded one after the other in the order in which they came. It holds no objects, so
 * that the garbage collector has nothing to look at and memory is what is counted.
 */
import type { ExchangeKey } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { createByteSink } from "../rows/byte-sink.ts";
import { type KeyedCodec, keyedCodec, rowCodec } from "../rows/row-codec.ts";

export interface RowLog {
  readonly count: number;
  /** Bytes of memory in use. */
  weight(): number;
  append(slot: number, row: Json): void;
  /** Empties the log; gives what was in it, by slot. */
  takeBySlot(slots: number): RowsBySlot;
}

export interface RowsBySlot {
  /** The rows of a slot, in the order in which they came. */
  rowsOf(slot: number, key: Json): readonly Json[];
}

const FIRST_CAPACITY = 1024;
const FIRST_BYTES = 64 * 1024;

/** Of a row's slot and end. */
const ENTRY_WEIGHT = 8;

/** `key` says where rows have theirs: a field of the row itself is not encoded again and again. */
export function createRowLog(type: IrType, key: ExchangeKey): RowLog {
  const { encode, decode } = codecFor(type, key);
  let sink = createByteSink(FIRST_BYTES);
  let slots = new Int32Array(FIRST_CAPACITY);
  /** Row `i` stands at bytes `starts[i]` to `starts[i + 1]`. */
  let starts = new Uint32Array(FIRST_CAPACITY + 1);
  let count = 0;

  return {
    get count() {
      return count;
    },
    weight: () => sink.position + ENTRY_WEIGHT * count,
    append(slot, row) {
      encode(sink, row);
      if (count === slots.length) {
        slots = enlarged(slots, new Int32Array(2 * count));
        starts = enlarged(starts, new Uint32Array(2 * count + 1));
      }
      slots[count] = slot;
      count += 1;
      starts[count] = sink.position;
    },
    takeBySlot(slotCount) {
      const [from, to] = [starts, sink.buffer];
      const { entries, ends } = sortBySlot(slots, count, slotCount);
      const source = { buffer: to, position: 0 };
      sink = createByteSink(FIRST_BYTES);
      starts = new Uint32Array(slots.length + 1);
      count = 0;
      return {
        rowsOf(slot, keyOfSlot) {
          const rows: Json[] = [];
          const end = ends[slot] ?? 0;
          for (let i = slot === 0 ? 0 : (ends[slot - 1] ?? 0); i < end; i++) {
            source.position = from[entries[i] ?? 0] ?? 0;
            rows.push(decode(source, keyOfSlot));
          }
          return rows;
        },
      };
    },
  };
}

function codecFor(type: IrType, key: ExchangeKey): KeyedCodec {
  const [field, ...deeper] = key.kind === "path" ? key.path : [];
  return type.kind === "record" && field !== undefined && deeper.length === 0
    ? keyedCodec(type, field)
    : rowCodec(type);
}

/** Indices of entries by slot, each slot's in their order (counting sort); those of slot `s` end at `ends[s]`. */
function sortBySlot(
  slots: Int32Array,
  count: number,
  slotCount: number,
): { readonly entries: Int32Array; readonly ends: Int32Array } {
  const ends = new Int32Array(slotCount + 1);
  for (let i = 0; i < count; i++) {
    const next = (slots[i] ?? 0) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let slot = 1; slot <= slotCount; slot++) {
    ends[slot] = (ends[slot] ?? 0) + (ends[slot - 1] ?? 0);
  }
  // `ends[s]` is where the entries of `s` begin; placing them moves it to where they end.
  const entries = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i] ?? 0;
    const at = ends[slot] ?? 0;
    entries[at] = i;
    ends[slot] = at + 1;
  }
  return { entries, ends };
}

function enlarged<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
