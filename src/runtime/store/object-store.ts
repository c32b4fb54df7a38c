import type { Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";

/**
 * Where data lives. Keys are of the form that `object-key.ts` holds, and no key is a folder of another. An object is whole
 * or absent, never half-written, and never changes once it is there; what was put is read by everybody from then on. What
 * reads fail with names the object (`Failure.object`) where it is missing. `test/support/store-laws.ts` has these promises
 * as properties.
 *
 * Nothing is promised of a crash of the machine: objects of its last seconds may be gone or torn after it. Whoever reads
 * verifies a checksum, and what does not fit is made anew (docs/runtime.md, "Durability").
 */
export interface ObjectStore {
  /** Whole object. */
  get(key: string): Promise<Result<Uint8Array, Failure>>;
  /** Bytes `start` (inclusive) to `end` (exclusive). */
  getRange(key: string, start: number, end: number): Promise<Result<Uint8Array, Failure>>;
  put(key: string, bytes: Uint8Array): Promise<Result<void, Failure>>;
  /** Write-once: `created` tells whether this call made the object; if not, the first one stays. */
  putIfAbsent(
    key: string,
    bytes: Uint8Array,
  ): Promise<Result<{ readonly created: boolean }, Failure>>;
  /** Size in bytes, or undefined where there is no such object. */
  head(key: string): Promise<Result<{ readonly size: number } | undefined, Failure>>;
  /** Keys that start with `prefix`, ascending by their UTF-8 bytes. */
  list(prefix: string): Promise<Result<readonly string[], Failure>>;
  /** Absent keys are no error. */
  delete(keys: readonly string[]): Promise<Result<void, Failure>>;
}

/**
 * What a task does to data while it runs, without waiting for promises: a sync call costs a tenth of an awaited one, and
 * functions are plain generators. A store that is only reachable asynchronously answers these through a helper thread.
 */
export interface TaskStore {
  /** Reads up to `length` bytes at `offset` of a location (`FileValue.path` form); fewer at the end, throws `TaskError`. */
  read(location: string, offset: number, length: number): Uint8Array;
  /** As `read`, into the beginning of `target`, as many bytes as it has room for; how many there were. */
  readInto(location: string, offset: number, target: Uint8Array): number;
  size(location: string): number;
  /** A new object under the attempt's own prefix; `name` is relative to it. */
  create(name: string): ObjectWriter;
}

export interface ObjectWriter {
  readonly key: string;
  readonly size: number;
  write(bytes: Uint8Array): void;
  /** Makes the object visible. CRC-32 of its bytes. */
  close(): { readonly checksum: number };
  /** Leaves nothing behind. */
  abort(): void;
}
