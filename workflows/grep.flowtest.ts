import { deepEqual, equal, match } from "node:assert/strict";
import { files, test } from "flow-lang/test";

const input = files({
  "a.txt": "The cat\nsat on\nthe mat\n",
  "b.txt": "nothing here\n",
  "c.txt": "cat\n",
});

test("finds lines with their numbers, and counts them by file", async (t) => {
  const { result } = await t.run({ pattern: "cat|mat", input });
  t.snapshot(result);
});

test("passes over case where it is told to", async (t) => {
  const exact = await t.run({ pattern: "THE", input });
  deepEqual(exact.result, { matches: [], files: [] });
  const loose = await t.run({ pattern: "THE", input, ignoreCase: true });
  equal(loose.step("matches").recordsOut, 2);
});

test("fails where the pattern is none", async (t) => {
  const failed = await t.fail({ pattern: "(", input });
  equal(failed.code, "SyntaxError");
  match(failed.message, /Unterminated group/);
});
