import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import type { MergedRows } from "../runs/merge.ts";

/**
 * Takes elements in order. A promise says that the next one has to wait; there is none as long as nothing asynchronous is
 * met, since awaiting each of millions of small elements would take longer than the work itself.
 */
export interface Sink {
  push(value: Json): void | Promise<void>;
  /** After the last element. */
  end(): void | Promise<void>;
  /** Whether elements are encoded as rows at once and never seen as values again, so that `rowCheck` is enough. */
  readonly encodes?: boolean;
  /**
   * Takes all elements of a task as rows that are encoded already, and ends; false, with nothing taken, where it does not
   * keep rows of that type as they are.
   */
  readonly copy?: (type: IrType, rows: MergedRows) => boolean;
}

/** Pushes all elements, as far as possible without promises. */
export function pushAll(
  elements: Iterable<Json>,
  push: (value: Json) => void | Promise<void>,
): void | Promise<void> {
  return pushRest(elements[Symbol.iterator](), push);
}

function pushRest(
  iterator: Iterator<Json>,
  push: (value: Json) => void | Promise<void>,
): void | Promise<void> {
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    const waiting = push(next.value);
    if (waiting !== undefined) {
      return waiting.then(() => pushRest(iterator, push));
    }
  }
}
