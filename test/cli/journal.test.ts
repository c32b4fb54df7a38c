/** Runs as the journal tells of them: listed, shown, their logs, stopped, and deleted. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");

async function flow(folder: TemporaryFolder, ...args: readonly string[]) {
  const { io, stdout, stderr } = recordIo(folder.path);
  const exit = await runCli(args, io);
  return { exit, stdout: stdout(), stderr: stderr() };
}

const write = (folder: TemporaryFolder, name: string, text: string): void =>
  writeFileSync(join(folder.path, name), text);

/** No function, no worker that takes long. */
const quick = `workflow main(n: int = 3) -> { rows: dataset<{ line: string }>, n: int } {
  lines = read files("rows.txt") as lines
  rows  = for line in lines { { line } }
  return { rows, n }
}
`;

function prepareQuick(folder: TemporaryFolder): void {
  write(folder, "quick.flow", quick);
  write(folder, "rows.txt", "one\ntwo\n");
}

const talking = `export function talk(n: number): number {
  console.log("number " + n);
  if (n === 2) {
    console.error("careful");
  }
  if (n === 3) {
    throw new RangeError("three\\nis too many");
  }
  return n;
}
`;

const talk = `function talk(n: int) -> int from "./talk.ts"

workflow main() -> int[] {
  words = map talk over [1, 2, 3] with { concurrency 1 }
  return words
}
`;

function prepareTalk(folder: TemporaryFolder): void {
  write(folder, "talk.flow", talk);
  write(folder, "talk.ts", talking);
}

/** A driver in a process of its own, with one task that waits for the file `go`. */
async function startPatient(
  folder: TemporaryFolder,
): Promise<{ readonly driver: ChildProcess; readonly stderr: () => string }> {
  write(
    folder,
    "patient.flow",
    `function patient(path: string) -> int from "./functions.ts"

workflow main() -> int[] {
  return map patient over ["${folder.path}/go", "${folder.path}/go"]
}
`,
  );
  copyFileSync(join(root, "test/support/record-functions.ts"), join(folder.path, "functions.ts"));
  const args = [join(root, "src/cli/main.ts"), "run", "patient.flow", "--workers", "1"];
  const driver = spawn(process.execPath, args, { cwd: folder.path });
  let stderr = "";
  driver.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await expect.poll(() => stderr, { timeout: 20_000 }).toContain("begun");
  return { driver, stderr: () => stderr };
}

/** Of the run that was made last. */
async function nameOf(folder: TemporaryFolder): Promise<string> {
  const { stdout } = await flow(folder, "show", "last", "--json");
  return String((JSON.parse(stdout) as { readonly run: unknown }).run);
}

it("lists the runs made here, the latest first, for people and for programs", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--workers", "1");
  await flow(folder, "run", "quick.flow", "n=4", "--workers", "1");
  const { exit, stdout } = await flow(folder, "runs");
  expect(exit).toBe(0);
  const [header, ...rows] = stdout.trimEnd().split("\n");
  expect(header).toMatch(/^run +workflow +state +started +tasks +duration$/);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^main-\S+ +main +done +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\d+ +\S+ m?s$/);
  const document: unknown = JSON.parse(
    (await flow(folder, "runs", "--json", "--limit", "1")).stdout,
  );
  expect(document).toMatchObject({ runs: [{ workflow: "main", state: "done" }] });
  expect((await flow(folder, "runs", "--state", "failed")).stderr).toBe("no such runs\n");
});

it("shows a run by the beginning of its name, and says which it may be where that is not clear", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--workers", "1");
  const name = await nameOf(folder);
  const { stdout } = await flow(folder, "show", name.slice(0, -2));
  expect(stdout).toMatch(
    new RegExp(`^run +${name}\nworkflow +main in quick.flow\nstate +done, after `),
  );
  expect(stdout).toMatch(/\narguments +n = 3\n/);
  expect(stdout).toMatch(/\nlines \+ rows +1 .*\n/);
  expect(stdout).toContain(`\nresult: .flow/results/${name}\n`);
  expect(JSON.parse((await flow(folder, "show", "last", "--json")).stdout)).toMatchObject({
    run: name,
    state: "done",
    failure: null,
    driver: null,
    result: join(folder.path, ".flow/results", name),
    steps: expect.arrayContaining([expect.objectContaining({ step: "rows", recordsOut: 2 })]),
  });
  await flow(folder, "run", "quick.flow", "--workers", "1");
  expect(await flow(folder, "show", "main")).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(
      /^error: 2 runs begin with `main`\nhint: Give more of the name: /,
    ),
  });
  expect(await flow(folder, "show", `${name}x`)).toMatchObject({
    exit: 2,
    stderr: `error: there is no run \`${name}x\`\nhint: Did you mean \`${name}\`?\n`,
  });
});

it("shows a failure in the program as it was, whatever has become of the file", async () => {
  using folder = temporaryFolder();
  prepareTalk(folder);
  const { exit, stderr } = await flow(folder, "run", "talk.flow", "--workers", "1");
  expect(exit).toBe(1);
  write(folder, "talk.flow", "// gone\n");
  const { stdout } = await flow(folder, "show", "last");
  const failure = stderr.slice(stderr.indexOf("error["), stderr.indexOf("log: "));
  expect(failure).toContain("words = map talk over");
  expect(stdout).toContain(failure);
  expect(stdout).toMatch(/\nstate +failed, after /);
  expect(stdout).toMatch(/\nwords: failed, 2 of 3 tasks done\n/);
});

it("prints the log of a run, of a step, of a task, and of a level", async () => {
  using folder = temporaryFolder();
  prepareTalk(folder);
  await flow(folder, "run", "talk.flow", "--workers", "1");
  const logs = async (...args: readonly string[]) =>
    (await flow(folder, "logs", "last", ...args)).stdout.replaceAll(/^\S+Z /gm, "");
  expect(await logs()).toMatch(
    /^words\[0\] #1 stdout: number 1\nwords\[1\] #1 stdout: number 2\nwords\[1\] #1 stderr: careful\nwords\[2\] #1 stdout: number 3\nwords\[2\] #1 failed: RangeError: three\n {4}is too many\n(?: {4}.*\n)+$/,
  );
  expect(await logs("words[1]")).toBe(
    "words[1] #1 stdout: number 2\nwords[1] #1 stderr: careful\n",
  );
  expect(await logs("words", "--level", "warning")).toMatch(
    /^words\[1\] #1 stderr: careful\nwords\[2\] #1 failed: /,
  );
  expect(await logs("words[7]")).toBe("");
  expect(await flow(folder, "logs", "last", "wrods")).toMatchObject({
    exit: 2,
    stderr: "error: the run has no step `wrods`\nhint: Did you mean `words`?\n",
  });
  expect((await flow(folder, "logs", "last", "words[")).stderr).toContain("names no step or task");
});

it("follows a log until the run is over, and lets a run be cancelled that goes on", async () => {
  using folder = temporaryFolder();
  const { driver, stderr } = await startPatient(folder);
  const ended = once(driver, "exit");
  const followed = flow(folder, "logs", "last", "--follow");
  expect(JSON.parse((await flow(folder, "show", "last", "--json")).stdout)).toMatchObject({
    state: "running",
    driver: { pid: driver.pid },
  });
  expect((await flow(folder, "gc", "--keep-runs", "0")).stderr).toContain("0 runs deleted");
  const cancelled = flow(folder, "cancel", "last");
  await expect.poll(stderr).toContain("interrupted: tasks that run may end");
  write(folder, "go", "");
  expect(await cancelled).toMatchObject({
    exit: 0,
    stderr: expect.stringMatching(/^waiting for tasks .*\nmain-\S+ is cancelled\n$/),
  });
  expect(await ended).toEqual([130, null]);
  expect((await followed).stdout).toMatch(/return\[0\] #1 stdout: begun\n/);
  expect((await flow(folder, "cancel", "last")).stderr).toMatch(/ is cancelled already\n$/);
}, 30_000);

it("stops the tasks of a run at once with --now", async () => {
  using folder = temporaryFolder();
  const { driver } = await startPatient(folder);
  const ended = once(driver, "exit");
  expect(await flow(folder, "cancel", "last", "--now")).toMatchObject({
    exit: 0,
    stderr: expect.stringMatching(/^main-\S+ is cancelled\n$/),
  });
  expect(await ended).toEqual([130, null]);
}, 30_000);

it("calls a run lost whose driver was killed", async () => {
  using folder = temporaryFolder();
  const { driver } = await startPatient(folder);
  const ended = once(driver, "exit");
  driver.kill("SIGKILL");
  await ended;
  expect((await flow(folder, "runs", "--state", "lost")).stdout).toContain(await nameOf(folder));
  expect(await flow(folder, "cancel", "last")).toEqual({
    exit: 0,
    stdout: "",
    stderr: `the driver of ${await nameOf(folder)} is dead: the run is lost\n`,
  });
}, 30_000);

it("keeps two runs apart that are made at once in one folder", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  const runs = await Promise.all(
    ["a", "b", "c"].map((out) =>
      flow(folder, "run", "quick.flow", "--fresh", "--out", out, "--workers", "1"),
    ),
  );
  expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0]);
  const { stdout } = await flow(folder, "runs", "--json");
  const steps = { state: "done", tasks: 3, planned: 3 };
  expect(JSON.parse(stdout)).toMatchObject({ runs: [steps, steps, steps] });
});

it("deletes runs and leaves results", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--fresh", "--workers", "1");
  const first = await nameOf(folder);
  await flow(folder, "run", "quick.flow", "--fresh", "--workers", "1");
  expect(await flow(folder, "gc")).toMatchObject({ stderr: "0 runs deleted, 0 B freed\n" });
  expect(await flow(folder, "gc", "--keep-runs", "1", "--dry-run")).toMatchObject({
    stdout: expect.stringContaining(first),
    stderr: expect.stringMatching(/^1 run would be deleted, and .* freed\n$/),
  });
  expect(await flow(folder, "gc", "--keep-runs", "1")).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(new RegExp(`^${first}  \\S+ K?B\n$`)),
    stderr: expect.stringMatching(/^1 run deleted, \S+ K?B freed\n$/),
  });
  expect(readdirSync(join(folder.path, ".flow/store/runs"))).not.toContain(first);
  expect(existsSync(join(folder.path, ".flow/results", first))).toBe(true);
  expect((await flow(folder, "show", first)).exit).toBe(2);
});

it("runs without a journal that is damaged, and says so; other commands say what to do", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  mkdirSync(join(folder.path, ".flow"));
  write(folder, ".flow/journal.db", "no database ".repeat(1_000));
  const { exit, stderr } = await flow(
    folder,
    "run",
    "quick.flow",
    "--out",
    "out",
    "--workers",
    "1",
  );
  expect(exit).toBe(0);
  expect(stderr).toMatch(
    /^warning: this run is not in the journal: .*journal.db is damaged or no journal\n/,
  );
  for (const args of [["runs"], ["show", "last"], ["logs", "last"], ["cancel", "last"], ["gc"]]) {
    expect(await flow(folder, ...args)).toMatchObject({
      exit: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^error: the journal .flow\/journal.db is damaged or no journal\nhint: Move .flow\/journal.db away/,
      ),
    });
  }
});

it("leaves a journal alone that a newer version has written", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--workers", "1");
  const database = new DatabaseSync(join(folder.path, ".flow/journal.db"));
  database.exec("PRAGMA user_version = 999");
  database.close();
  const { exit, stderr } = await flow(folder, "run", "quick.flow", "--workers", "1");
  expect(exit).toBe(0);
  expect(stderr).toMatch(/^warning: this run is not in the journal: .* newer version of flow\n/);
  expect(await flow(folder, "runs")).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining("hint: Use the version of flow that made it"),
  });
});

it("finds damage inside of a journal that looks sound", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--workers", "1");
  const path = join(folder.path, ".flow/journal.db");
  const bytes = readFileSync(path);
  bytes.fill(0xff, 8_192);
  writeFileSync(path, bytes);
  expect(await flow(folder, "show", "last")).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining("is damaged or no journal"),
  });
});

it("writes events as JSON lines to a file, or to standard output without the result", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  await flow(folder, "run", "quick.flow", "--fresh", "--events", "events.jsonl", "--workers", "1");
  const parse = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly run?: string });
  const events = parse(readFileSync(join(folder.path, "events.jsonl"), "utf8"));
  expect(events[0]).toMatchObject({ kind: "run-started", run: await nameOf(folder) });
  expect(events.at(-1)).toMatchObject({ kind: "run-finished", outcome: "done" });
  expect(events.filter(({ kind }) => kind === "task-finished")).toHaveLength(3);
  const { stdout } = await flow(
    folder,
    "run",
    "quick.flow",
    "--fresh",
    "--events",
    "-",
    "--workers",
    "1",
  );
  expect(parse(stdout).map(({ kind }) => kind)).toEqual(events.map(({ kind }) => kind));
});

it("says that events are lost where they cannot be written, and ends the run well", async () => {
  using folder = temporaryFolder();
  prepareQuick(folder);
  const args = ["run", "quick.flow", "--events", "/dev/full", "--out", "out", "--workers", "1"];
  const { exit, stderr } = await flow(folder, ...args);
  expect(exit).toBe(0);
  expect(stderr).toContain("warning: no more events are written to /dev/full: ENOSPC\n");
});
