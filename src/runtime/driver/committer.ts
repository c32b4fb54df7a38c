/**
 * Write-once commits: whoever asks, the first object under a key is the truth, and everybody acts on that one. Keeps what
 * was committed or read lately, so that a dataset used at once is not read back.
 */
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { failureOf } from "../task-error.ts";

/** Characters of JSON kept in all. */
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

/** As `Committer.commit`, for objects that are not read again soon; `size` is in characters. */
export async function commitOnce<T>(
  store: ObjectStore,
  key: string,
  object: T,
): Promise<Result<{ readonly object: T; readonly size: number }, Failure>> {
  const text = canonicalJson(object as Json); // manifests and decisions are JSON
  const put = await store.putIfAbsent(key, new TextEncoder().encode(text));
  if (!put.ok) {
    return put;
  }
  return put.value.created ? ok({ object, size: text.length }) : readObject(store, key);
}

async function readObject<T>(
  store: ObjectStore,
  key: string,
): Promise<Result<{ readonly object: T; readonly size: number }, Failure>> {
  const bytes = await store.get(key);
  if (!bytes.ok) {
    return bytes;
  }
  const text = new TextDecoder().decode(bytes.value);
  const object = parse(text);
  return object === undefined
    ? err(failureOf("store", `object ${key} is damaged`))
    : ok({ object: object as T, size: text.length }); // its key tells what stands there, and only commits write
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
