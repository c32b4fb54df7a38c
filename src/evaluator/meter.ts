/**
 * Bounds the memory of one evaluation. A finished value is checked against 1 MiB by `checkValueSize`; the meter stops what
 * would not even fit in memory on the way there, such as a `for` over a range in a `for` over a range.
 */
import { badValue } from "./evaluation-error.ts";

/** List elements, or pieces of 8 characters, that one evaluation may make. */
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
      "the expression builds more than fits in memory; a step over a dataset has no such limit",
    );
  }
}

/** For a string of so many UTF-16 units, before it is made. */
export function chargeText(length: number): void {
  chargeElements(Math.floor(length / 8));
}
