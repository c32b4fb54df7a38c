/**
 * Cancelling by scope: a region that fails stops what runs inside it and nothing else. As an `AbortController`, but a
 * scope has thousands of children at times, and each leaves nothing behind when it ends.
 */
export interface Cancellation {
  readonly cancelled: boolean;
  cancel(): void;
  /** Cancelled with this one, or by itself; is to be cancelled when its region is over, which lets go of this one. */
  child(): Cancellation;
  /** Calls back once, at once if it is too late; the answer takes it back. */
  onCancel(callback: () => void): () => void;
}

export function createCancellation(): Cancellation {
  const callbacks = new Set<() => void>();
  let cancelled = false;
  const cancellation: Cancellation = {
    get cancelled() {
      return cancelled;
    },
    cancel() {
      if (!cancelled) {
        cancelled = true;
        for (const callback of callbacks) {
          callback();
        }
        callbacks.clear();
      }
    },
    child() {
      const made = createCancellation();
      const release = cancellation.onCancel(() => made.cancel());
      made.onCancel(release);
      return made;
    },
    onCancel(callback) {
      if (cancelled) {
        callback();
        return () => {};
      }
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
  return cancellation;
}
