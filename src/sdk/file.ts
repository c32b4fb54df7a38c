import type { Text } from "./text.ts";

/** A file given to a function, or made by one with `Context.createFile` or `Context.fileAt`. Reading is synchronous. */
export interface File {
  /** Where it can be opened on this machine while the function runs, for instance by another program. Not to be written. */
  readonly path: string;
  /** Its last path segment, under which a result is written to `--out`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  text(): Text;
  /** All of it. The array is the caller's. */
  bytes(): Uint8Array;
}
