/** A promise that this code makes to itself. A broken one is a bug, never a user's mistake. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(`broken invariant: ${message}`);
  }
}
