/** Rows whose function throws, ends its process, does not end or fills memory: found, named, and left out where asked. */
import { copyFileSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const functions = join(import.meta.dirname, "../support/record-functions.ts");

function program(steps: string): string {
  return `type Deed = { n: int, deed: string }
type Kept = { n: int }
function risky(row: Deed) -> Kept from "./functions.ts" { timeout 3 s, memory 160 MB }
function riskyBatch(rows: Deed[]) -> stream<Kept> from "./functions.ts"
function waiting(row: Deed) -> Kept from "./functions.ts"

workflow main(input: files) -> dataset<Kept> {
  rows = read input as csv of Deed into 2 with { on_error skip }
${steps}
}
`;
}

async function run(folder: TemporaryFolder, text: string, rows: readonly string[]) {
  writeFileSync(join(folder.path, "main.flow"), text);
  copyFileSync(functions, join(folder.path, "functions.ts"));
  writeFileSync(join(folder.path, "rows.csv"), ["n,deed", ...rows, ""].join("\n"));
  const { io, stderr } = recordIo(folder.path);
  const args = ["run", "main.flow", "input=rows.csv", "--workers", "2", "--out", "out"];
  const exit = await runCli(args, io);
  const linesOf = (pattern: string) =>
    globSync(join(folder.path, pattern))
      .toSorted()
      .flatMap((path) => readFileSync(path, "utf8").trimEnd().split("\n"))
      .map((line) => JSON.parse(line));
  return { exit, stderr: stderr(), linesOf };
}

const deeds = ["ok", "exit", "ok", "loop", "throw", "ok", "hoard", "ok", "abort", "ok"];
const rows = [...deeds.map((deed, n) => `${n},${deed}`), "x,ok"];

it("leaves out every row that fails, however it does, and keeps it", async () => {
  using folder = temporaryFolder();
  const text = program("  return map risky over rows with { on_error skip }");
  const { exit, stderr, linesOf } = await run(folder, text, rows);

  expect(exit).toBe(0);
  expect(linesOf("out/*.jsonl")).toEqual([0, 2, 5, 7, 9].map((n) => ({ n })));
  const letters = linesOf(".flow/store/runs/*/return/@/*/*/skipped.jsonl");
  expect(
    letters.map(({ element, code }) => `${code} ${JSON.stringify(element)}`).toSorted(),
  ).toEqual([
    'BadValue ["x","ok"]',
    'Crash {"n":1,"deed":"exit"}',
    'Crash {"n":8,"deed":"abort"}',
    'OutOfMemory {"n":6,"deed":"hoard"}',
    'RangeError {"n":4,"deed":"throw"}',
    'Timeout {"n":3,"deed":"loop"}',
  ]);
  expect(letters.find(({ code }) => code === "RangeError")).toMatchObject({
    step: "return",
    place: "element 4 of partition 0",
    message: "4 is odd",
  });
  expect(stderr).toMatch(/6 elements skipped, kept in \.flow\/store\/runs\/[^/]+\/return\/@[,\n]/);
});

it("leaves out the row whose function leaves a rejected promise behind, and no other", async () => {
  using folder = temporaryFolder();
  const text = program("  return map waiting over rows with { on_error skip }");
  const { exit, linesOf } = await run(folder, text, ["0,ok", "1,floating", "2,ok", "3,ok"]);

  expect(exit).toBe(0);
  expect(linesOf("out/*.jsonl")).toEqual([0, 2, 3].map((n) => ({ n })));
});

it("finds the row in a batch that a function is given", async () => {
  using folder = temporaryFolder();
  const text = program("  return map riskyBatch over rows with { batch 3, on_error skip }");
  const { exit, linesOf } = await run(folder, text, ["0,ok", "1,ok", "2,exit", "3,ok", "4,exit"]);

  expect(exit).toBe(0);
  expect(linesOf("out/*.jsonl")).toEqual([0, 1, 3].map((n) => ({ n })));
});

it("fails when more is left out than is allowed, and names the first", async () => {
  using folder = temporaryFolder();
  const text = program("  return map risky over rows with { on_error skip 10% }");
  const { exit, stderr, linesOf } = await run(folder, text, ["0,ok", "1,throw", "2,ok", "3,exit"]);

  expect(exit).toBe(1);
  expect(linesOf("out/*")).toEqual([]);
  expect(stderr).toContain(
    "error[TooManyFailures]: step `return` failed: 2 of 4 elements failed, and `on_error skip` allows 10 %; the first with RangeError: 1 is odd\n",
  );
  expect(stderr).toMatch(
    /too many elements failed here\nnote: The first item was \{"n":1,"deed":"throw"\}/,
  );
  expect(stderr).not.toContain("attempted once");
});

it.each([
  ["exit", "Crash"],
  ["loop", "Timeout"],
  ["hoard", "OutOfMemory"],
])("names the row at which a function does: %s", async (deed, code) => {
  using folder = temporaryFolder();
  const text = program("  return map risky over rows");
  const { exit, stderr } = await run(folder, text, ["0,ok", "1,ok", `2,${deed}`, "3,ok"]);

  expect(exit).toBe(1);
  expect(stderr).toContain(`error[${code}]: step \`return\` failed`);
  expect(stderr).toMatch(
    RegExp(`note: The item was \\{"n":2,"deed":"${deed}"\\} \\(element \\d of partition \\d\\)`),
  );
  expect(stderr).toContain("note: It failed in each of 2 attempts.");
});

it.each([
  ["never", "error[Unsettled]: step `return` failed: the function waits for a promise"],
  ["stray", "error[TypeError]: step `return` failed: nobody waits"],
  ["floating", "error[TypeError]: step `return` failed: nobody waits"],
])("names the row at which a function awaits what does not come: %s", async (deed, message) => {
  using folder = temporaryFolder();
  const text = program("  return map waiting over rows");
  const { exit, stderr } = await run(folder, text, ["0,ok", `1,${deed}`]);

  expect(exit).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(RegExp(`note: The item was \\{"n":1,"deed":"${deed}"\\}`));
  expect(stderr).not.toMatch(/ {4}at .*(node:internal|src\/runtime)/);
});
