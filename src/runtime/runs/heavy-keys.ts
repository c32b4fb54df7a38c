/**
 * The keys that most rows of a producer have. Rows come sorted, so that those of a key follow each other and are counted
 * exactly; only the heaviest keys are kept.
 */
import type { HeavyKey } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { appendPart, createByteSink } from "../rows/byte-sink.ts";

export interface HeavyKeys {
  /** Counts a row with the key at bytes `start` to `end`. */
  add(bytes: Uint8Array, start: number, end: number): void;
  /** Heaviest first; those with at least `LEAST_SHARE` of all rows. */
  heaviest(): readonly HeavyKey[];
}

const MOST_KEYS = 4;

const LEAST_SHARE = 1 / 100;

/** Keys with fewer rows are not worth a word. */
const LEAST_RECORDS = 100;

/** `keyOfRow` gives the key of the row that is added; it is called for few. `stable`: bytes stay as they are. */
export function createHeavyKeys(keyOfRow: () => Json, stable: boolean): HeavyKeys {
  const kept: HeavyKey[] = [];
  let least = LEAST_RECORDS;
  let total = 0;
  const copy = createByteSink(64);
  let held: Uint8Array = copy.buffer;
  let from = 0;
  let length = -1;
  let count = 0;
  let key: Json = null;

  const settle = (): void => {
    total += count;
    if (count < least) {
      return;
    }
    kept.push({ key, records: count });
    kept.sort((a, b) => b.records - a.records);
    if (kept.length > MOST_KEYS) {
      kept.pop();
      least = (kept.at(-1)?.records ?? 0) + 1;
    }
  };
  const isHeld = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (end - start !== length) {
      return false;
    }
    for (let i = 0; i < length; i++) {
      if (bytes[start + i] !== held[from + i]) {
        return false;
      }
    }
    return true;
  };
  const hold = (bytes: Uint8Array, start: number, end: number): void => {
    length = end - start;
    if (stable) {
      held = bytes;
      from = start;
    } else {
      copy.position = 0;
      appendPart(copy, bytes, start, end);
      held = copy.buffer;
    }
  };

  return {
    add(bytes, start, end) {
      if (isHeld(bytes, start, end)) {
        count += 1;
        if (count === least) {
          key = keyOfRow();
        }
      } else {
        settle();
        hold(bytes, start, end);
        count = 1;
      }
    },
    heaviest() {
      settle();
      count = 0;
      length = -1;
      return kept.filter(({ records }) => records >= LEAST_SHARE * total);
    },
  };
}
