import type { Text } from "./text.ts";

/** What a function may return for a result `T`: the value, or a promise of it. */
export type Returned<T> = T | Promise<T>;

/**
 * What a function may return for a result `stream<T>`: an array, a generator, or a promise of one. Both are iterables;
 * they are named so that TypeScript explains one that does not fit by its elements.
 */
export type Stream<T> = Returned<
  readonly T[] | Iterable<T> | AsyncIterable<T> | Generator<T> | AsyncGenerator<T>
>;

/** What a function may return for a result `text`. */
export type TextResult = Text | string;
