import type { ExchangeKey, OrderBy } from "../../compiler/ir/plan.ts";
import type { Json } from "../../shared/json.ts";
import {
  type Comparator,
  compareNumbers,
  compareStrings,
  compareValues,
} from "../../shared/order.ts";
import { keyReader, pathReader } from "../rows/key.ts";

/** One value of an element that takes part in its order. */
export interface OrderColumn {
  readonly read: (element: Json) => Json;
  readonly descending: boolean;
}

/** By what the elements of a run are sorted: their key, then the order asked for; the rest by arrival. */
export function orderColumns(
  key: ExchangeKey | null,
  order: readonly OrderBy[],
): readonly OrderColumn[] {
  const ordered = order.map(({ path, descending }) => ({ read: pathReader(path), descending }));
  return key === null ? ordered : [{ read: keyReader(key), descending: false }, ...ordered];
}

/** Whether two elements come one before the other; 0 where arrival decides. */
export function elementComparator(columns: readonly OrderColumn[]): Comparator {
  return (a, b) => {
    for (const { read, descending } of columns) {
      const order = compareQuickly(read(a), read(b));
      if (order !== 0) {
        return descending ? -order : order;
      }
    }
    return 0;
  };
}

/** As `compareValues`, with a short way for what sorts are mostly by. */
export function compareQuickly(a: Json, b: Json): number {
  if (a === b) {
    return 0;
  }
  if (typeof a === "string" && typeof b === "string") {
    return compareStrings(a, b);
  }
  return typeof a === "number" && typeof b === "number"
    ? compareNumbers(a, b)
    : compareValues(a, b);
}
