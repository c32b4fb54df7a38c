import { expect, it } from "vitest";
import { createCommitter } from "../../../../src/runtime/driver/committer.ts";
import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";
import { sealJson } from "../../../../src/runtime/store/sealed-json.ts";

it("gives the object that was committed first", async () => {
  const store = createMemoryStore();
  await store.put("k", sealJson({ n: 1 }));
  expect(await createCommitter(store).commit("k", { n: 2 })).toEqual({ ok: true, value: { n: 1 } });
});

it.each(["", '{"n":1}', '{"n":1}\n"crc32:00000000"\n'])(
  "commits in the place of what is no whole object (%j), and does not read it",
  async (torn) => {
    const store = createMemoryStore();
    await store.put("k", Buffer.from(torn));
    expect(await createCommitter(store).read("k")).toMatchObject({
      ok: false,
      error: { kind: "store", retryable: true, item: "k", object: "k" },
    });
    const committed = await createCommitter(store).commit("k", { n: 2 });
    expect(committed).toEqual({ ok: true, value: { n: 2 } });
    expect(await createCommitter(store).read("k")).toEqual({ ok: true, value: { n: 2 } });
  },
);
