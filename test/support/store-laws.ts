/**
 * What every store promises, as properties. A test file of a store calls `describeStoreLaws` with a way to make one, and
 * `describeTaskStoreLaws` with a way to make the side that tasks see.
 */
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Failure } from "../../src/runtime/failure.ts";
import type { ObjectStore, TaskStore } from "../../src/runtime/store/object-store.ts";
import { TaskError } from "../../src/runtime/task-error.ts";
import { compareStrings } from "../../src/shared/order.ts";
import type { Result } from "../../src/shared/result.ts";

export interface StoreUnderTest {
  readonly store: ObjectStore;
  readonly dispose: () => Promise<void>;
}

export interface TaskStoreUnderTest extends StoreUnderTest {
  /** Objects of it are written below `prefix`, and all of the store's are read. */
  readonly tasks: (prefix: string) => TaskStore;
}

/** Any text that is one segment of a key: no slash, no NUL, no half of a surrogate pair, not only dots. */
const oddSegment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => !/[/\0]|^\.{1,2}$/u.test(text) && text.isWellFormed());

const segment = fc.oneof(fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9 ._=-]{0,11}$/u), oddSegment);

/** Keys such that none is a folder of another: stores over file systems cannot hold both `a` and `a/b`. */
const keys = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((parts) => [...parts.slice(0, -1).map((part) => `${part}+`), parts.at(-1)].join("/"))
  .filter((key) => !key.endsWith("+"));

const contents = fc.uint8Array({ maxLength: 200 });

const options = { seed: 20_240_601, numRuns: 60 } as const;

/** Past the buffers of all layers below. */
const BIG = 24 * 1024 * 1024 + 7;

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
          expect(await value(store.list(""))).toEqual([key]);
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

  it("lists exactly the keys with a prefix, ascending by their UTF-8 bytes", async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(keys, { maxLength: 12 }),
      fc.nat(12),
      fc.nat(8),
      (all, chosen, length) =>
        check(async (store) => {
          for (const key of all) {
            await value(store.put(key, Buffer.from(key)));
          }
          const points = Array.from(all[chosen % Math.max(1, all.length)] ?? "none");
          const prefix = points.slice(0, length).join("");
          expect(await value(store.list(prefix))).toEqual(
            all
              .filter((key) => key.startsWith(prefix))
              .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
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
            all.filter((key) => !doomed.includes(key)).sort(compareStrings),
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

  it("reports an absent object as a retryable failure of the store that names it", () =>
    check(async (store) => {
      for (const read of [store.get("absent"), store.getRange("absent", 0, 1)]) {
        const result = await read;
        expect(result).toMatchObject({
          ok: false,
          error: {
            kind: "store",
            code: "Store",
            retryable: true,
            item: "absent",
            object: "absent",
          },
        });
      }
      expect(await value(store.head("absent"))).toBeUndefined();
    }));

  it.each(["../x", "a/../b", "/x", "a//b", "a/", "a/./b", "", "a\0b", "half \ud800", ".tmp/x"])(
    "refuses %j, which is no key",
    (key) =>
      check(async (store) => {
        const uses = [
          () => store.get(key),
          () => store.getRange(key, 0, 1),
          () => store.put(key, Buffer.of()),
          () => store.putIfAbsent(key, Buffer.of()),
          () => store.head(key),
          () => store.delete([key]),
        ];
        for (const use of uses) {
          await expect((async () => use())()).rejects.toThrow("is a relative path");
        }
      }),
  );

  it("keeps keys as long as every store can, and fails with longer ones", () =>
    check(async (store) => {
      const long = `${"ä".repeat(127)}/${"b".repeat(255)}/${"c".repeat(255)}/${"d".repeat(255)}`;
      const [kept, tooLong, tooDeep] = [long, `${"e".repeat(256)}`, `${long}/ff`];
      expect(Buffer.byteLength(kept)).toBe(1022);
      await value(store.put(kept, Buffer.of(1)));
      expect(await value(store.list(""))).toEqual([kept]);
      for (const key of [tooLong, tooDeep]) {
        for (const write of [store.put(key, Buffer.of()), store.putIfAbsent(key, Buffer.of())]) {
          expect(await write).toMatchObject({
            ok: false,
            error: { kind: "store", retryable: false, item: key },
          });
        }
      }
    }));

  it("holds big objects", () =>
    check(async (store) => {
      const bytes = Buffer.alloc(BIG, "big object ");
      await value(store.put("big", bytes));
      expect(crc32(await value(store.get("big")))).toBe(crc32(bytes));
      expect(plain(await value(store.getRange("big", BIG - 3, BIG + 3)))).toEqual(
        plain(bytes.subarray(-3)),
      );
    }));

  it("shows nothing of a put before it is over, and all of it from then on", () =>
    check(async (store) => {
      const bytes = Buffer.alloc(BIG, "x");
      const putting = store.put("big", bytes);
      const before = await value(store.head("big"));
      expect(before === undefined || before.size === BIG).toBe(true);
      await value(putting);
      expect(await value(store.head("big"))).toEqual({ size: BIG });
      expect(await value(store.list(""))).toEqual(["big"]);
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

export function describeTaskStoreLaws(create: () => Promise<TaskStoreUnderTest>): void {
  const check = async (law: (under: TaskStoreUnderTest) => Promise<void>): Promise<void> => {
    const under = await create();
    try {
      await law(under);
    } finally {
      await under.dispose();
    }
  };

  it("makes a task's object of its parts, visible once it is closed", async () => {
    const property = fc.asyncProperty(
      keys,
      fc.array(contents, { maxLength: 6 }),
      fc.nat(300),
      fc.nat(300),
      (name, parts, offset, length) =>
        check(async ({ store, tasks }) => {
          const writer = tasks("a+/").create(name);
          for (const part of parts) {
            writer.write(part);
          }
          const whole = Buffer.concat(parts);
          expect([writer.key, writer.size]).toEqual([`a+/${name}`, whole.length]);
          expect(await value(store.list(""))).toEqual([]);
          expect(writer.close()).toEqual({ checksum: crc32(whole) });
          expect(plain(await value(store.get(writer.key)))).toEqual(plain(whole));
          const reader = tasks("b+/");
          const location = `store:${writer.key}`;
          const expected = plain(whole.subarray(offset, offset + length));
          expect(plain(reader.read(location, offset, length))).toEqual(expected);
          const target = new Uint8Array(length);
          const filled = reader.readInto(location, offset, target);
          expect(plain(target.subarray(0, filled))).toEqual(expected);
          expect(reader.size(location)).toBe(whole.length);
        }),
    );
    await fc.assert(property, { ...options, numRuns: 40 });
  });

  it("shows nothing of an object that is given up", () =>
    check(async ({ store, tasks }) => {
      const writer = tasks("a+/").create("given-up");
      writer.write(Buffer.from("ab"));
      writer.abort();
      expect(await value(store.list(""))).toEqual([]);
    }));

  it("fails with an absent object by its key", () =>
    check(async ({ tasks }) => {
      const store = tasks("a+/");
      const uses = [
        () => store.read("store:a/b", 0, 1),
        () => store.readInto("store:a/b", 0, new Uint8Array(1)),
        () => store.size("store:a/b"),
      ];
      for (const use of uses) {
        expect(failureOf(use)).toMatchObject({
          kind: "store",
          message: "the object a/b is not in the store",
          retryable: true,
          object: "a/b",
        });
      }
    }));

  it("fails with a name that is too long", () =>
    check(async ({ tasks }) => {
      expect(failureOf(() => tasks("a+/").create("n".repeat(256)))).toMatchObject({
        kind: "store",
        retryable: false,
      });
    }));
}

export function failureOf(operation: () => unknown): Failure {
  try {
    operation();
  } catch (error) {
    if (error instanceof TaskError) {
      return error.failure;
    }
    throw error;
  }
  expect.fail("no failure");
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
