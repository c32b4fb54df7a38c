import type { Failure } from "../failure.ts";
import { printItem } from "../print-item.ts";
import type { Frame } from "./frame.ts";

/** A failure that names no item of its own is that of the element which the region around is for: `2 (element 2)`. */
export function withElement({ element }: Pick<Frame, "element">, failure: Failure): Failure {
  return failure.item !== null || element === null
    ? failure
    : { ...failure, item: `${printItem(element.value)} (element ${element.index})` };
}
