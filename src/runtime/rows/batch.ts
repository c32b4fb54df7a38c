import type { Json } from "../../shared/json.ts";

/** Elements that are encoded together: a clock call for each batch does not count. */
export interface Batch {
  push(element: Json): void;
  /** Encodes what is left. */
  flush(): void;
}

const MOST = 1024;

/** Encoded bytes of a batch, so that large elements do not wait for others as objects. */
const BYTES = 256 * 1024;

/** `encode` gives the bytes that the elements came to. */
export function createBatch(encode: (elements: readonly Json[]) => number): Batch {
  let elements: Json[] = [];
  let size = 1;
  const flush = (): void => {
    if (elements.length > 0) {
      const full = elements;
      elements = [];
      const bytes = Math.max(1, encode(full));
      size = Math.max(1, Math.min(MOST, Math.floor((BYTES * full.length) / bytes)));
    }
  };
  return {
    push(element) {
      elements.push(element);
      if (elements.length >= size) {
        flush();
      }
    },
    flush,
  };
}
