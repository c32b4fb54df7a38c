import type { ExchangeRuns } from "../../compiler/ir/value.ts";
import { windowOf } from "../../control/window-of.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { keyReader } from "../rows/key.ts";
import { storeLocation } from "../store/store-failure.ts";
import { type MergedRows, mergedValues } from "./merge.ts";
import { withinFanIn } from "./merge-passes.ts";
import type { RunPlace } from "./producer.ts";
import { compareQuickly, runOrder } from "./run-order.ts";
import { mergePartition } from "./stored-runs.ts";

/** A key with one stream per input. A stream can be read once, and only until the next group is asked for. */
export interface Group {
  readonly key: Json;
  readonly streams: readonly Iterable<Json>[];
}

/** The rows of one partition of an input, merged from the runs of all its producers. */
export function mergeInput(place: RunPlace, input: ExchangeRuns, partition: number): MergedRows {
  const order = runOrder(input.rows, input.key, input.order);
  const stored = input.producers.map((producer) => ({
    location: storeLocation(producer.key),
    runs: windowOf(producer, partition, partition + 1),
  }));
  const rows = stored.filter(({ runs }) => (runs.records[0] ?? 0) > 0);
  return mergePartition(place.store, place.meter, order, withinFanIn(place, order, 1, rows), 0);
}

/** The keys of all inputs ascending. What a reader leaves of a group is passed over. */
export function* readGroups(
  inputs: readonly {
    readonly elements: Iterator<Json>;
    readonly keyOf: (element: Json) => Json;
  }[],
): Generator<Group, void, undefined> {
  const sides = inputs.map(({ elements, keyOf }) => createSide(elements, keyOf));
  for (;;) {
    const waiting = sides.filter((side) => side.waiting());
    const [first, ...rest] = waiting;
    if (first === undefined) {
      return;
    }
    let key = first.key();
    for (const side of rest) {
      if (compareQuickly(side.key(), key) < 0) {
        key = side.key();
      }
    }
    const streams = sides.map((side) => side.stream(key));
    yield { key, streams };
    for (const stream of streams) {
      while (stream.next().done !== true);
    }
  }
}

export function groupsOf(
  place: RunPlace,
  inputs: readonly ExchangeRuns[],
  partition: number,
): Generator<Group, void, undefined> {
  const share = { ...place, mergeBytes: place.mergeBytes / inputs.length };
  return readGroups(
    inputs.map((input) => {
      invariant(input.key !== null, "groups have keys");
      return {
        elements: mergedValues(mergeInput(share, input, partition), place.meter),
        keyOf: keyReader(input.key),
      };
    }),
  );
}

interface Side {
  /** Whether there is an element that no stream has taken. */
  waiting(): boolean;
  /** Of that element. */
  key(): Json;
  stream(key: Json): IterableIterator<Json>;
}

function createSide(elements: Iterator<Json>, keyOf: (element: Json) => Json): Side {
  let next = elements.next();
  let nextKey = next.done === true ? null : keyOf(next.value);
  const isAt = (key: Json): boolean =>
    next.done !== true && (nextKey === key || compareQuickly(nextKey, key) === 0);
  return {
    waiting: () => next.done !== true,
    key: () => nextKey,
    stream(key) {
      const iterator: IterableIterator<Json> = {
        [Symbol.iterator]: () => iterator,
        next() {
          if (!isAt(key)) {
            return { done: true, value: undefined };
          }
          const taken = next;
          next = elements.next();
          nextKey = next.done === true ? null : keyOf(next.value);
          return taken;
        },
      };
      return iterator;
    },
  };
}
