/** Every way in which flow calls a function, with functions in Python. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../../src/cli/run-cli.ts";
import { recordIo } from "../../support/cli-io.ts";
import { hasPython } from "../../support/python.ts";
import { runExample } from "../../support/run-example.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const rows = [
  { name: "a", n: 1 },
  { name: "b", n: 2 },
  { name: "a", n: 3 },
  { name: "c", n: 5 },
  { name: "ä", n: 8 },
];

function inputFile() {
  const folder = temporaryFolder();
  const path = join(folder.path, "rows.jsonl");
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return { folder: folder.path, path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const modes = "../test/runtime/foreign/modes/modes";

it.skipIf(!hasPython)("calls functions in Python in every mode", async () => {
  using input = inputFile();
  const { datasets, values } = await runExample(
    modes,
    "--workflow",
    "modes",
    `input=${input.path}`,
  );
  expect(datasets).toEqual({
    doubled: [2, 4, 6, 10, 16],
    batches: [11, 8],
    running: [1, 3, 6, 11, 19],
    wholes: [[5, 1, 8, 19, 19]],
    even: [2, 8],
    odd: [1, 3, 5],
    sums: [
      { name: "a", n: 6 },
      { name: "b", n: 3 },
      { name: "c", n: 7.5 },
      { name: "ä", n: 12 },
    ],
  });
  expect(values).toEqual({
    folded: 19,
    written: [9, 9, 3, 9],
    twice: [4, 4, 2, 4],
    loud: "loud.txt",
    halves: [0.5, 1.5],
  });
});

it.skipIf(!hasPython)("leaves out elements that a function throws or crashes on", async () => {
  using input = inputFile();
  const result = await runExample(modes, "--workflow", "picked", `input=${input.path}`);
  expect(result.rows).toEqual([1, 2, 8]);
});

it.skipIf(!hasPython)("names the function, the item and the attempts of a failure", async () => {
  using input = inputFile();
  const { io, stderr } = recordIo(input.folder);
  const path = resolve(import.meta.dirname, "modes/modes.flow");
  const exit = await runCli(["run", path, "--workflow", "strict", `input=${input.path}`], io);
  expect(exit).toBe(1);
  expect(stderr()).toContain("error[ValueError]: step `return` failed: no threes");
  expect(stderr()).toContain("`picky` threw");
  expect(stderr()).toContain("note: The item was 3.\nnote: It was attempted once.");
  expect(stderr()).toMatch(/at picky \(.*main\.py:\d+\)/);
});
