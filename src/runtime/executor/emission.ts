import type { Emits } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { describeValue } from "../values/value-problem.ts";
import type { BoundFunction } from "./bound-function.ts";
import { thrownByFunction } from "./call-failure.ts";
import type { TaskContext } from "./environment.ts";
import { badResult, type FromSdk, fromSdk } from "./from-sdk.ts";
import type { Sink } from "./sink.ts";

/** Takes what one call gave, checks it, and passes it on: to one sink, or to one for each stream. */
export type Emission = (result: unknown, sinks: readonly Sink[]) => void | Promise<void>;

export function createEmission(
  context: TaskContext,
  { name, declared }: Pick<BoundFunction, "name" | "declared">,
  emits: Emits,
  bytes: "inline" | "object",
  encoded = false,
): Emission {
  const type = declared.result ?? { kind: "null" };
  const check = (checked: IrType): FromSdk => fromSdk(context, checked, name, bytes, encoded);
  switch (emits.kind) {
    case "one": {
      const one = check(type);
      const hasResult = declared.result !== null;
      return settled((value, [sink]) => sink?.push(hasResult ? one(value) : null));
    }
    case "many": {
      const element = check(elementOf(type));
      return settled((value, [sink]) => emitAll(name, value, element, sink));
    }
    case "streams": {
      const streams = new Map(
        emits.names.map((field, i) => [field, { i, check: check(streamType(type, field)) }]),
      );
      return settled((value, sinks) => {
        const end = (): void => undefined;
        const push = (element: unknown) => route(name, streams, element, sinks);
        return emitAll(name, value, unchecked, { push, end });
      });
    }
    default:
      return emits satisfies never;
  }
}

/** Waits for the result where it is a promise. */
function settled(emit: Emission): Emission {
  return (result, sinks) =>
    isPromise(result)
      ? Promise.resolve(result).then(
          (value) => emit(value, sinks),
          (error: unknown) => {
            throw thrownByFunction(error);
          },
        )
      : emit(result, sinks);
}

type Streams = ReadonlyMap<string, { readonly i: number; readonly check: FromSdk }>;

/** Each field of an element of several streams names the stream that its value goes to. */
function route(
  name: string,
  streams: Streams,
  element: unknown,
  sinks: readonly Sink[],
): void | Promise<void> {
  const entries =
    typeof element === "object" && element !== null && !Array.isArray(element)
      ? Object.entries(element)
      : [];
  if (entries.length === 0 || entries.some(([field]) => !streams.has(field))) {
    const fields = [...streams.keys()].map((field) => `\`${field}\``).join(" or ");
    throw badResult(
      name,
      `expected an object with a field ${fields} that names its stream, found ${describeValue(element)}`,
    );
  }
  return routeRest(streams, entries, sinks, 0);
}

function routeRest(
  streams: Streams,
  entries: readonly (readonly [string, unknown])[],
  sinks: readonly Sink[],
  from: number,
): void | Promise<void> {
  for (const [at, [field, value]] of entries.entries()) {
    const stream = at < from ? undefined : streams.get(field);
    const waiting = stream && sinks[stream.i]?.push(stream.check(value));
    if (waiting !== undefined) {
      return waiting.then(() => routeRest(streams, entries, sinks, at + 1));
    }
  }
}

/** What is checked by whoever it is pushed to. */
const unchecked: FromSdk = (value) => value as Json;

function emitAll(
  name: string,
  elements: unknown,
  check: FromSdk,
  sink: Sink | undefined,
): void | Promise<void> {
  invariant(sink !== undefined, "every stream has a sink");
  if (isIterable(elements)) {
    return emitRest(elements[Symbol.iterator](), check, sink);
  }
  if (isAsyncIterable(elements)) {
    return emitAsync(elements, check, sink);
  }
  throw badResult(name, `expected a stream, found ${describeValue(elements)}`);
}

function emitRest(iterator: Iterator<unknown>, check: FromSdk, sink: Sink): void | Promise<void> {
  try {
    for (let next = pull(iterator); next.done !== true; next = pull(iterator)) {
      const waiting = sink.push(check(next.value));
      if (waiting !== undefined) {
        return waiting.then(() => emitRest(iterator, check, sink));
      }
    }
  } catch (error) {
    close(iterator);
    throw error;
  }
}

function pull(iterator: Iterator<unknown>): IteratorResult<unknown> {
  try {
    return iterator.next();
  } catch (error) {
    throw thrownByFunction(error);
  }
}

/** Lets a generator run its `finally`; a further error of it says nothing about why the task ended. */
function close(iterator: Iterator<unknown>): void {
  try {
    iterator.return?.();
  } catch {
    // The first error is the one to report.
  }
}

async function emitAsync(
  elements: AsyncIterable<unknown>,
  check: FromSdk,
  sink: Sink,
): Promise<void> {
  const iterator = elements[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<unknown>;
    try {
      next = await iterator.next();
    } catch (error) {
      throw thrownByFunction(error);
    }
    if (next.done === true) {
      return;
    }
    try {
      await sink.push(check(next.value));
    } catch (error) {
      await closeAsync(iterator);
      throw error;
    }
  }
}

/** As `close`, for a generator that may wait in its `finally`. */
async function closeAsync(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The first error is the one to report.
  }
}

const elementOf = (type: IrType): IrType => {
  invariant(type.kind === "stream" || type.kind === "dataset", "what gives many has a stream");
  return type.element;
};

function streamType(type: IrType, field: string): IrType {
  const declared =
    type.kind === "record" ? type.fields.find(({ name }) => name === field) : undefined;
  invariant(declared !== undefined, `the result has a stream ${field}`);
  return elementOf(declared.type);
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "then" in value &&
  typeof value.then === "function";

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;
