/** What `flow run` takes over from earlier runs, what `flow why` says of it, and what `flow resume` refuses. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const program = `function tag(line: string, end: string) -> string from "./tag.ts"
function twice(line: string) -> string from "./tag.ts"

workflow main(input: files, end: string = "x") -> dataset<string> {
  lines  = read input as lines into 2
  tagged = map tag(end: end) over lines
  return map twice over tagged
}
`;

const functions = `import { mark } from "./mark.ts";
export const tag = (line, end) => mark(line) + end;
export const twice = (line) => line + line;
`;

const mark = `export const mark = (line) => "#" + line;\n`;

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

async function flow(folder: string, ...args: readonly string[]) {
  const { io, stdout, stderr } = recordIo(folder);
  const exit = await runCli([...args], io);
  return { exit, stdout: stdout(), stderr: stderr() };
}

async function runOf(folder: string, ...args: readonly string[]) {
  const out = join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  const run = await flow(
    folder,
    "run",
    "main.flow",
    "input=in.txt",
    "--workers",
    "1",
    "--out",
    "out",
    ...args,
  );
  expect(run.stderr).not.toContain("error");
  const [, done = "", reused = "0"] =
    / done in .*: (\d+) tasks?(?:, (\d+) reused)?/u.exec(run.stderr) ?? [];
  return { done: Number(done), reused: Number(reused), stderr: run.stderr };
}

function prepare(folder: string): void {
  writeFileSync(join(folder, "main.flow"), program);
  writeFileSync(join(folder, "tag.ts"), functions);
  writeFileSync(join(folder, "mark.ts"), mark);
  writeFileSync(join(folder, "in.txt"), lines(20));
}

it("does again only what a change touches, and says why", async () => {
  using made = temporaryFolder();
  const { path } = made;
  prepare(path);
  const all = await runOf(path);
  expect(all.reused).toBe(0);
  expect(all.done).toBeGreaterThan(2);
  expect((await flow(path, "why", "last", "return")).stdout).toContain(
    "no earlier run of this workflow has done it",
  );

  expect(await runOf(path)).toMatchObject({ done: 0, reused: all.done });
  expect((await flow(path, "why", "last", "return")).stdout).toMatch(
    /was not done: main-\S+ did the same/,
  );

  writeFileSync(join(path, "main.flow"), `// words\n${program.replaceAll("tagged", "marked")}`);
  writeFileSync(join(path, "mark.ts"), `// A comment.\n${mark.replace(" => ", "   =>\n")}`);
  expect(await runOf(path)).toMatchObject({ done: 0, reused: all.done });

  writeFileSync(join(path, "mark.ts"), mark.replace("#", "+"));
  const changed = await runOf(path);
  expect(changed.done).toBeGreaterThan(0);
  expect(readFileSync(join(path, "out/part-00000.jsonl"), "utf8")).toContain("+line 0");
  expect((await flow(path, "why", "last", "return")).stdout).toContain(
    "the code of `tag` has changed: mark.ts",
  );

  expect((await runOf(path, "end=y")).done).toBeGreaterThan(0);
  expect((await flow(path, "why", "last", "return")).stdout).toContain('`end` is "y", and was "x"');

  appendFileSync(join(path, "in.txt"), "one more\n");
  expect((await runOf(path, "end=y")).done).toBeGreaterThan(0);
  expect((await flow(path, "why", "last", "return")).stdout).toContain("in.txt has changed");

  expect(await runOf(path, "end=y", "--fresh")).toMatchObject({ reused: 0 });
  expect((await flow(path, "why", "last", "return")).stdout).toContain("--fresh");
}, 60_000);

it("forecasts what a run would do, and leaves everything as it is", async () => {
  using made = temporaryFolder();
  const { path } = made;
  prepare(path);
  const plan = async () => {
    const { exit, stdout } = await flow(path, "plan", "main.flow", "input=in.txt", "--json");
    expect(exit).toBe(0);
    const { steps } = JSON.parse(stdout) as {
      steps: { step: string; tasks: number; reused: number; behind: boolean; reasons: object[] }[];
    };
    return steps.map(({ step, tasks, reused, behind, reasons: [reason] }) => ({
      step,
      tasks,
      reused,
      behind,
      ...reason,
    }));
  };
  expect(await plan()).toMatchObject([
    { step: "lines/split", tasks: 1, reused: 0, behind: false },
    { step: "tagged", tasks: 2, reused: 0, behind: false, kind: "first" },
    { step: "return", tasks: 2, reused: 0, behind: true },
  ]);
  expect(existsSync(join(path, ".flow/store"))).toBe(false);

  await runOf(path);
  expect(await plan()).toMatchObject([{ reused: 1 }, { reused: 2 }, { reused: 2, behind: false }]);
  writeFileSync(join(path, "mark.ts"), mark.replace("#", "+"));
  expect(await plan()).toMatchObject([
    { reused: 1 },
    { reused: 0, kind: "code", function: "tag", files: ["mark.ts"] },
    { reused: 0, behind: true },
  ]);
}, 60_000);

it("goes on with the arguments of the run, and refuses other code and other inputs", async () => {
  using made = temporaryFolder();
  const { path } = made;
  prepare(path);
  await runOf(path, "end=z");
  const reference = readFileSync(join(path, "out/part-00001.jsonl"), "utf8");
  expect((await flow(path, "resume", "last")).stderr).toMatch(
    /^main-\S+ is done: its result is in out\n$/,
  );

  rmSync(join(path, "out"), { recursive: true });
  const again = await flow(path, "resume", "main-");
  expect({ exit: again.exit, stderr: again.stderr }).toMatchObject({ exit: 0 });
  expect(again.stderr).toMatch(/0 tasks, \d+ taken over/);
  expect(readFileSync(join(path, "out/part-00001.jsonl"), "utf8")).toBe(reference);

  writeFileSync(join(path, "main.flow"), `// Another layout.\n${program}`);
  expect((await flow(path, "resume", "last", "--out", "elsewhere")).exit).toBe(0);
  expect(existsSync(join(path, "elsewhere/part-00000.jsonl"))).toBe(true);

  rmSync(join(path, "elsewhere"), { recursive: true });
  writeFileSync(join(path, "mark.ts"), mark.replace("#", "+"));
  appendFileSync(join(path, "in.txt"), "one more\n");
  const refused = await flow(path, "resume", "last");
  expect(refused.exit).toBe(1);
  expect(refused.stderr).toMatch(
    /^error: main-\S+ cannot go on: mark\.ts, in\.txt have changed since it began\nhint: `flow run` begins anew/,
  );
}, 60_000);
