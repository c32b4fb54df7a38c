/**
 * Bounds the memory of one evaluation. A finished value is checked against 1 MiB by `checkValueSize`; the meter stops what
 * would not even fit in memory on the way there, such as a `for` over a range in a `for` over a range.
 */
import { badValue } from "./evaluation-error.ts";

/** List elements, or blocks of 8 characters, that one evaluation may make. */
const CAPACITY = 8_000_000;

// Evaluation is synchronous and does not re-enter, so one counter serves them all.
let left = CAPACITY;

/** At the start of an evaluation that can charge. */
export function resetMeter(): void {
  left = CAPACITY;
}

export function chargeElements(count: number): void {
  left -= count;
  if (left < 0) {
    badValue(
      `the expression builds more than ${CAPACITY} list elements; a step over a dataset has no such limit`,
    );
  }
}

export function chargeText(text: string): string {
  chargeElements(text.length >>> 3);
  return text;
}
