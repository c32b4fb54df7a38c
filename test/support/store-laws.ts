/** What every `ObjectStore` promises, as properties. A test file of a store calls `describeStoreLaws` with a way to make one. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ObjectStore } from "../../src/runtime/store/object-store.ts";
import type { Result } from "../../src/shared/result.ts";

export interface StoreUnderTest {
  readonly store: ObjectStore;
  readonly dispose: () => Promise<void>;
}

/** Keys such that none is a folder of another: stores over file systems cannot hold both `a` and `a/b`. */
const keys = fc
  .array(fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9 ._=-]{0,11}$/u), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => [...parts.slice(0, -1).map((part) => `${part}+`), parts.at(-1)].join("/"));

const contents = fc.uint8Array({ maxLength: 200 });

const options = { seed: 20_240_601, numRuns: 60 } as const;

export function describeStoreLaws(create: () => Promise<StoreUnderTest>): void {
  const check = async (law: (store: ObjectStore) => Promise<void>): Promise<void> => {
    const { store, dispose } = await create();
    try {
      await law(store);
    } finally {
      await dispose();
    }
  };

  it("gives back the bytes that were put, whole and by range", async () => {
    const property = fc.asyncProperty(
      keys,
      contents,
      fc.nat(220),
      fc.nat(220),
      (key, bytes, a, b) =>
        check(async (store) => {
          await value(store.put(key, bytes));
          expect(plain(await value(store.get(key)))).toEqual(plain(bytes));
          const [start, end] = a < b ? [a, b] : [b, a];
          expect(plain(await value(store.getRange(key, start, end)))).toEqual(
            plain(bytes.slice(start, end)),
          );
          expect(await value(store.head(key))).toEqual({ size: bytes.length });
        }),
    );
    await fc.assert(property, options);
  });

  it("keeps the first of all objects put write-once, also when they race", async () => {
    const property = fc.asyncProperty(
      keys,
      fc.array(contents, { minLength: 2, maxLength: 8 }),
      (key, versions) =>
        check(async (store) => {
          const outcomes = await Promise.all(
            versions.map((bytes) => value(store.putIfAbsent(key, bytes))),
          );
          const winners = outcomes.flatMap(({ created }, index) => (created ? [index] : []));
          expect(winners).toHaveLength(1);
          expect(plain(await value(store.get(key)))).toEqual(plain(versions[winners[0] ?? -1]));
        }),
    );
    await fc.assert(property, options);
  });

  it("lists exactly the keys with a prefix, ascending by code unit", async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(keys, { maxLength: 12 }),
      fc.nat(12),
      fc.nat(8),
      (all, chosen, length) =>
        check(async (store) => {
          for (const key of all) {
            await value(store.put(key, Buffer.from(key)));
          }
          const prefix = (all[chosen % Math.max(1, all.length)] ?? "none").slice(0, length);
          expect(await value(store.list(prefix))).toEqual(
            all.filter((key) => key.startsWith(prefix)).sort(),
          );
        }),
    );
    await fc.assert(property, options);
  });

  it("forgets deleted objects and no others", async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(keys, { minLength: 1, maxLength: 10 }),
      fc.infiniteStream(fc.boolean()),
      (all, coin) =>
        check(async (store) => {
          for (const key of all) {
            await value(store.put(key, Buffer.from(key)));
          }
          const doomed = all.filter(() => coin.next().value === true);
          await value(store.delete([...doomed, "never+/was"]));
          expect(await value(store.list(""))).toEqual(
            all.filter((key) => !doomed.includes(key)).sort(),
          );
        }),
    );
    await fc.assert(property, options);
  });

  it("takes back a key after it was deleted", () =>
    check(async (store) => {
      await value(store.putIfAbsent("a+/b", Buffer.from("1")));
      await value(store.delete(["a+/b"]));
      expect(await value(store.putIfAbsent("a+/b", Buffer.from("2")))).toEqual({ created: true });
    }));

  it("reports an absent object as a retryable failure of the store", () =>
    check(async (store) => {
      for (const read of [store.get("absent"), store.getRange("absent", 0, 1)]) {
        const result = await read;
        expect(result).toMatchObject({
          ok: false,
          error: { kind: "store", code: "Store", retryable: true, item: "absent" },
        });
      }
      expect(await value(store.head("absent"))).toBeUndefined();
    }));

  it("is not changed by what callers do to their arrays afterwards", () =>
    check(async (store) => {
      const bytes = Buffer.from("abc");
      await value(store.put("key", bytes));
      bytes[0] = 0;
      const first = await value(store.get("key"));
      first[1] = 0;
      expect(plain(await value(store.get("key")))).toEqual(plain(Buffer.from("abc")));
    }));
}

async function value<T, E>(pending: Promise<Result<T, E>>): Promise<T> {
  const result = await pending;
  if (!result.ok) {
    expect.fail(`unexpected failure: ${JSON.stringify(result.error)}`);
  }
  return result.value;
}

const plain = (bytes: Uint8Array | undefined): readonly number[] | undefined =>
  bytes === undefined ? undefined : [...bytes];
