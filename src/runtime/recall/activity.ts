/** Tells when nothing is under way any more: all that waits then waits for something that will not come by itself. */
import type { ObjectStore } from "../store/object-store.ts";

export interface Activity {
  during<T>(work: () => Promise<T>): Promise<T>;
  /** The same store, whose operations count. */
  watch(store: ObjectStore): ObjectStore;
  /** Resolves, to false, when nothing is under way, nor begins at once. */
  quiet(): Promise<false>;
}

/** Turns of the event loop in which nothing begins. Promises that follow each other need none. */
const TURNS = 5;

export function createActivity(): Activity {
  let active = 0;
  let begun = 0;

  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    active += 1;
    begun += 1;
    try {
      return await work();
    } finally {
      active -= 1;
    }
  };

  return {
    during,
    watch: (store) => ({
      get: (key) => during(() => store.get(key)),
      getRange: (key, start, end) => during(() => store.getRange(key, start, end)),
      put: (key, bytes) => during(() => store.put(key, bytes)),
      putIfAbsent: (key, bytes) => during(() => store.putIfAbsent(key, bytes)),
      head: (key) => during(() => store.head(key)),
      list: (prefix) => during(() => store.list(prefix)),
      delete: (keys) => during(() => store.delete(keys)),
    }),
    async quiet() {
      let calm = 0;
      let last = begun;
      while (calm < TURNS) {
        await new Promise((resolve) => setImmediate(resolve));
        calm = active === 0 && begun === last ? calm + 1 : 0;
        last = begun;
      }
      return false;
    },
  };
}
