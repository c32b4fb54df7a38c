/** A store that is only read: what is written stays in memory, and is found there. */
import { ok } from "../../shared/result.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { ObjectStore } from "../store/object-store.ts";

export function createOverlayStore(below: ObjectStore): ObjectStore {
  const above = createMemoryStore();
  const holder = async (key: string): Promise<ObjectStore> => {
    const found = await above.head(key);
    return found.ok && found.value !== undefined ? above : below;
  };
  return {
    get: async (key) => (await holder(key)).get(key),
    getRange: async (key, start, end) => (await holder(key)).getRange(key, start, end),
    head: async (key) => (await holder(key)).head(key),
    put: above.put,
    async putIfAbsent(key, bytes) {
      const found = await below.head(key);
      return found.ok && found.value !== undefined
        ? ok({ created: false })
        : above.putIfAbsent(key, bytes);
    },
    list: below.list,
    delete: async () => ok(undefined),
  };
}
