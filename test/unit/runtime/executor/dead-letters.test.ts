import { expect, it } from "vitest";
import { concealing } from "../../../../src/runtime/driver/conceal.ts";
import { createDeadLetters } from "../../../../src/runtime/executor/dead-letters.ts";
import { createMemoryStore } from "../../../../src/runtime/store/memory.ts";

const letter = (n: number, step = "m") => ({
  step,
  place: `element ${n} of partition 0`,
  element: { n, token: "hush-hush" },
  code: "RangeError",
  message: `no luck with hush-hush ${n}`,
});

it("keeps a line for each element, without secrets, and says what each step left out", async () => {
  const store = createMemoryStore();
  const letters = createDeadLetters(store.taskStore("a1/"), concealing(["hush-hush"]));
  for (const each of [letter(4), letter(5), letter(6, "other")]) {
    letters.add(each);
  }

  const first = (n: number) => ({
    item: `{"n":${n},"token":"***"} (element ${n} of partition 0)`,
    code: "RangeError",
    message: `no luck with *** ${n}`,
  });
  expect(letters.close()).toEqual({
    key: "a1/skipped.jsonl",
    steps: [
      { step: "m", count: 2, first: first(4) },
      { step: "other", count: 1, first: first(6) },
    ],
  });
  const kept = await store.get("a1/skipped.jsonl");
  const text = kept.ok ? new TextDecoder().decode(kept.value) : "";
  expect(text.split("\n")).toHaveLength(4);
  expect(text.split("\n")[0]).toBe(
    '{"step":"m","place":"element 4 of partition 0","element":{"n":4,"token":"***"},"code":"RangeError","message":"no luck with *** 4"}',
  );
});

it("makes no object where nothing was left out, or the attempt failed", async () => {
  const store = createMemoryStore();
  expect(createDeadLetters(store.taskStore("a1/"), (text) => text).close()).toBeUndefined();
  const failed = createDeadLetters(store.taskStore("a2/"), (text) => text);
  failed.add(letter(1));
  failed.abort();
  expect(await store.list("")).toEqual({ ok: true, value: [] });
});
