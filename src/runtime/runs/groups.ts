import type { ExchangeRuns } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { keyReader } from "../rows/key.ts";
import type { TaskStore } from "../store/object-store.ts";
import { storeLocation } from "../store/store-failure.ts";
import { mergeRuns, readRun } from "./merge.ts";
import { compareQuickly, elementComparator, orderColumns } from "./run-order.ts";

/** A key with one stream per input. A stream can be read once, and only until the next group is asked for. */
export interface Group {
  readonly key: Json;
  readonly streams: readonly Iterable<Json>[];
}

/** The elements of one partition of an input, merged from the runs of all its producers. */
export function mergePartition(
  store: TaskStore,
  input: ExchangeRuns,
  partition: number,
  read: <T>(operation: () => T) => T,
): Generator<Json, void, undefined> {
  const runs = input.producers.map((producer) =>
    metered(
      readRun(
        store,
        input.rows,
        { location: storeLocation(producer.key), runs: producer },
        partition,
      ),
      read,
    ),
  );
  return mergeRuns(runs, elementComparator(orderColumns(input.key, input.order)));
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
  store: TaskStore,
  inputs: readonly ExchangeRuns[],
  partition: number,
  read: <T>(operation: () => T) => T,
): Generator<Group, void, undefined> {
  return readGroups(
    inputs.map((input) => {
      invariant(input.key !== null, "groups have keys");
      return {
        elements: mergePartition(store, input, partition, read),
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

function* metered(
  blocks: Iterable<readonly Json[]>,
  read: <T>(operation: () => T) => T,
): Generator<readonly Json[], void, undefined> {
  const iterator = blocks[Symbol.iterator]();
  for (;;) {
    const next = read(() => iterator.next());
    if (next.done === true) {
      return;
    }
    yield next.value;
  }
}
