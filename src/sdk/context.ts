import type { File } from "./file.ts";

/**
 * What a function is told of the call it is in, and given to work with: the argument after the declared ones. A
 * function that does not need it leaves the parameter out.
 */
export interface Context {
  /** The run, and the step of the workflow, that the call belongs to. */
  readonly run: string;
  readonly step: string;
  /** Attempts at this call up to this one: 1 the first time. */
  readonly attempt: number;
  /**
   * Equal for every attempt at this call and different for every other, also across runs: what a function marked
   * `effect` hands to the outside, so that a repeated call does nothing twice.
   */
  readonly idempotencyKey: string;
  /** Aborts when the call has run into its timeout or the run is cancelled. */
  readonly signal: AbortSignal;
  /** The next number in [0, 1) of a source seeded by step and index, so that another attempt draws the same. */
  random(): number;
  /** Adds to a counter of the run. Only attempts that succeed count. */
  count(name: string, by?: number): void;
  readonly log: Log;
  /** A directory for this attempt alone, deleted after it. */
  readonly temporaryDirectory: string;
  /**
   * A file to return, with the given content. The name is that of the result and has no `/`.
   * @throws TypeError where the name is empty, `.`, `..` or holds a `/` or a NUL.
   */
  createFile(name: string, content: string | Uint8Array | Iterable<string | Uint8Array>): File;
  /**
   * A file to return, which the function or a program it ran has written in `temporaryDirectory`.
   * @throws Error where there is no file at `path`.
   */
  fileAt(path: string): File;
}

/** Lines of the log of a run, which `flow logs` shows with the step and item they came from. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
