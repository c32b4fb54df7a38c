import type { ByteRange } from "../../compiler/ir/value.ts";
import type { DeadLetterWriter } from "../executor/dead-letters.ts";
import type { Meter } from "../meter.ts";
import type { TaskStore } from "../store/object-store.ts";
import { corrupt, storeKey } from "../store/store-failure.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { gunzip } from "./gunzip.ts";

/** What reading takes: where the bytes are, and who counts them. */
export interface ReadContext {
  readonly store: TaskStore;
  readonly meter: Meter;
  /** Takes the rows that are left out; absent where nobody keeps them. */
  readonly skipped?: Pick<DeadLetterWriter, "add">;
}

const READ_SIZE = 256 * 1024;

/** A file of this name is read through gunzip, and whole: a range of it counts compressed bytes and is all of it. */
export const isCompressed = (path: string): boolean => path.endsWith(".gz");

/** The bytes of a range, decompressed where they are stored so, in pieces of any size; none for an empty range. */
export function readChunks(context: ReadContext, range: ByteRange): Iterable<Buffer> {
  const stored = readStored(context, range);
  return isCompressed(range.path) ? gunzip(range.path, stored) : stored;
}

function* readStored({ store }: ReadContext, range: ByteRange): Generator<Buffer> {
  for (let position = range.start; position < range.end; ) {
    const length = Math.min(READ_SIZE, range.end - position);
    const bytes = store.read(range.path, position, length);
    if (bytes.length === 0) {
      throw shorter(range);
    }
    position += bytes.length;
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

function shorter({ path, end }: ByteRange): TaskError {
  return storeKey(path) === undefined
    ? new TaskError(
        failureOf("input", `${path} has become shorter than ${end} bytes since the run began`, {
          item: path,
        }),
      )
    : corrupt(path, `is shorter than ${end} bytes`);
}
