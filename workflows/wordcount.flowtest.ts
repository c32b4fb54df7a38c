import { deepEqual, equal } from "node:assert/strict";
import { files, test } from "flow-lang/test";
import type { Count, Tokenize } from "../functions/wordcount.types.ts";

test("counts the words of two files", async (t) => {
  const { result } = await t.run({
    input: files({ "a.txt": "the cat\nThe dog\n", "b.txt": "a cat, the end\n" }),
  });
  t.snapshot(result);
});

test("counts the same words however the text is split", async (t) => {
  const input = files({ "words.txt": "one two two three three three\n".repeat(20) });
  const { result: alone } = await t.run({ input, mappers: 1, reducers: 1 });
  const split = await t.run({ input, mappers: 7, reducers: 3 });
  deepEqual(split.result, alone);
  equal(split.step("pairs").tasks, 7);
});

test("has no words of a text without any", async (t) => {
  const { result } = await t.run({ input: files({ "none.txt": "… —\n" }) });
  deepEqual(result, []);
});

test("sorts by number, then by word, whatever a word is", async (t) => {
  const perLine: Tokenize = (chunk) => [...chunk.lines()].map((word) => ({ word, n: 1 }));
  const { result } = await t.run<readonly Count[]>(
    { input: files({ "lines.txt": "b c\na\nb c\nz\n" }) },
    { stubs: { tokenize: perLine } },
  );
  deepEqual(
    result.map(({ word, n }) => `${n} ${word}`),
    ["2 b c", "1 a", "1 z"],
  );
});
