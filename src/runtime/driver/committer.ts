/**
 * Write-once commits: whoever asks, the first object under a key is the truth, and everybody acts on that one. Keeps what
 * was committed or read lately, so that a dataset used at once is not read back.
 */
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openJson, sealJson } from "../store/sealed-json.ts";
import { damaged, storeLocation } from "../store/store-failure.ts";

/** Bytes of JSON kept in all. */
const CACHE_LIMIT = 64 * 1024 * 1024;

export interface Committer {
  /** The object that stands under `key` afterwards: this one, or the one that was there first. */
  commit<T>(key: string, object: T): Promise<Result<T, Failure>>;
  /** An object that was committed. */
  read<T>(key: string): Promise<Result<T, Failure>>;
}

export function createCommitter(store: ObjectStore): Committer {
  const cache = new Map<string, { readonly object: unknown; readonly size: number }>();
  let cached = 0;

  const remember = (key: string, object: unknown, size: number): void => {
    cached += size;
    cache.set(key, { object, size });
    for (const [oldest, entry] of cache) {
      if (cached <= CACHE_LIMIT || oldest === key) {
        break;
      }
      cache.delete(oldest);
      cached -= entry.size;
    }
  };

  const read = async <T>(key: string): Promise<Result<T, Failure>> => {
    const known = cache.get(key);
    if (known !== undefined) {
      return ok(known.object as T); // kept under this key by `commit` or by `read`
    }
    const found = await readObject<T>(store, key);
    if (!found.ok) {
      return found;
    }
    remember(key, found.value.object, found.value.size);
    return ok(found.value.object);
  };

  return {
    read,
    async commit(key, object) {
      const committed = await commitOnce(store, key, object);
      if (!committed.ok) {
        return committed;
      }
      remember(key, committed.value.object, committed.value.size);
      return ok(committed.value.object);
    },
  };
}

/** As `Committer.commit`, for objects that are not read again soon; `size` is in bytes. */
export async function commitOnce<T>(
  store: ObjectStore,
  key: string,
  object: T,
): Promise<Result<{ readonly object: T; readonly size: number }, Failure>> {
  const bytes = sealJson(object as Json); // manifests and decisions are JSON
  for (let lost = 0; ; lost++) {
    const put = await store.putIfAbsent(key, bytes);
    if (!put.ok) {
      return put;
    }
    if (put.value.created) {
      return ok({ object, size: bytes.length });
    }
    const found = await readObject<T>(store, key);
    if (found.ok || found.error.object === undefined || lost === MOST_LOST) {
      return found;
    }
    // What a crash of the machine has torn was never committed: it makes room. So does what is gone since.
    const removed = await store.delete([key]);
    if (!removed.ok) {
      return removed;
    }
  }
}

/** Times that what stands under the key is found to be no object before that is a failure. */
const MOST_LOST = 3;

async function readObject<T>(
  store: ObjectStore,
  key: string,
): Promise<Result<{ readonly object: T; readonly size: number }, Failure>> {
  const bytes = await store.get(key);
  if (!bytes.ok) {
    return bytes;
  }
  const object = openJson(bytes.value);
  return object === undefined
    ? err(damaged(storeLocation(key), "is damaged"))
    : ok({ object: object as T, size: bytes.value.length }); // its key tells what stands there, and only commits write
}
