/** `flow test`, over projects made for it, and over the programs of this one. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { createTestProject, testFile } from "../support/test-project.ts";

it("passes the tests of this project's workflows, which run every step", async () => {
  const { io, stdout } = recordIo(resolve(import.meta.dirname, "../.."));
  expect({ exit: await runCli(["test", "workflows", "--coverage"], io), text: stdout() }).toEqual({
    exit: 0,
    text: expect.not.stringMatching(/FAIL|never run|obsolete/),
  });
});

it("gives tests results, facts of steps, stubs, and failures that are expected", async () => {
  using project = createTestProject(`
test("result", async (t) => {
  const { result } = await t.run({ input, least: 2 });
  assert.deepEqual(result, { top: [{ word: "x", n: 2 }], n: 1 });
});
test("stub that fails twice", async (t) => {
  let calls = 0;
  const total = (word) => {
    calls += 1;
    if (calls < 3) throw new Error("not yet");
    return { word, n: 7 };
  };
  const run = await t.run({ input: files({ "a/b.txt": "x\\n" }) }, { stubs: { total } });
  assert.deepEqual(run.result.top, [{ word: "x", n: 7 }]);
  assert.equal(run.step("counts").failed, 2);
});
test("failure", async (t) => {
  const { code, message, failedStep } = await t.fail({ input, least: 0 });
  assert.deepEqual([code, message, failedStep], ["Assert", "least is 0", "assert"]);
});
test("item", async (t) => {
  const { item } = await t.fail({ input }, { stubs: { tokenize: () => assert.fail("no") } });
  assert.equal(item, "a.txt, bytes 0 to 6");
});
test("skipped", { skip: "not today" }, () => {});
`);
  expect(await project.test()).toEqual({
    exit: 0,
    stdout: `pass  words.flowtest.ts  5 tests, 1 skipped  TIME

1 file, 5 tests: 4 passed, 1 skipped in TIME
`,
    stderr: "",
  });
});

it("gives results as plain values, and takes files, texts, bytes and secrets", async () => {
  using project = createTestProject("");
  rmSync(join(project.path, "words.flowtest.ts"));
  project.write({
    "kinds.flow": `function pack(raw: bytes, token: secret, note: text) -> { copy: file, raw: bytes, all: text }
  from "./functions/kinds.ts"

workflow main(raw: bytes, token: secret, note: text, one: file) -> {
  packed: { copy: file, raw: bytes, all: text },
  one: file,
  path: string,
} {
  packed = pack(raw, token, note)
  return { packed, one, path: one.path }
}
`,
    "functions/kinds.ts": `
export function pack(raw, token, note, ctx) {
  const all = note.string() + token.length;
  return { copy: ctx.createFile("copy.bin", raw), raw, all };
}
`,
    "kinds.flowtest.ts": testFile(`
test("kinds", async (t) => {
  const bytes = new Uint8Array([0, 255]);
  const { result } = await t.run({
    raw: file("raw.bin", bytes),
    token: "hidden",
    note: file("note.txt", "length: "),
    one: file("one.txt", "1"),
  });
  assert.deepEqual(result, {
    packed: { copy: { name: "copy.bin", content: bytes }, raw: bytes, all: "length: 6" },
    one: { name: "one.txt", content: "1" },
    path: "one.txt",
  });
});`),
  });
  expect(await project.test()).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("1 test: 1 passed"),
  });
});

it.each([
  {
    about: "values that differ",
    body: 'assert.deepEqual((await t.run({ input })).result.top[1], { word: "y", n: 2 });',
    shown: [
      "error: a value is not what the test expects",
      "--> words.flowtest.ts:4:",
      '    -  "n": 2\n    +  "n": 1\n',
    ],
  },
  {
    about: "a run that fails",
    body: "await t.run({ input, least: 0 });",
    shown: [
      "error: the run failed: least is 0",
      "error[Assert]: step `assert` failed: least is 0\n  --> words.flow:9:10",
    ],
  },
  {
    about: "a run that does not fail",
    body: "await t.fail({ input });",
    shown: ["error: the run was to fail, and has a result", '"n": 2'],
  },
  {
    about: "a stub of no function",
    body: "await t.run({ input }, { stubs: { tokenise: () => [] } });",
    shown: ["error: `words` calls no function `tokenise`: did you mean `tokenize`?"],
  },
  {
    about: "a stub that gives the wrong type",
    body: 'await t.run({ input }, { stubs: { total: (word) => ({ word, n: "1" }) } });',
    shown: ['`total` gave a value of the wrong type: n: expected int, found "1"'],
  },
  {
    about: "an argument there is not",
    body: "await t.run({ imput: input });",
    shown: ["`words` has no parameter `imput`", "hint: Did you mean `input`?"],
  },
  {
    about: "a workflow there is not",
    body: 'await t.run({ input }, { workflow: "wrods" });',
    shown: ["words.flow declares no workflow `wrods`", "hint: Did you mean `words`?"],
  },
  {
    about: "a step there is not",
    body: '(await t.run({ input })).step("pears");',
    shown: ["`words` runs no step `pears`"],
  },
  {
    about: "a file whose name leads out",
    body: 'await t.run({ input: files({ "../x": "" }) });',
    shown: ["`../x` is no name of a file"],
  },
  { about: "something thrown", body: 'throw "up";', shown: ["this threw 'up'"] },
  {
    about: "a run that is not awaited",
    body: "t.run({ input });",
    shown: ["a run goes on past the end of the test: `await` it"],
  },
  {
    about: "a rejection that nobody handles",
    body: 'Promise.reject(new Error("stray")); await new Promise((r) => setTimeout(r, 5_000));',
    shown: ["error: stray"],
  },
  {
    about: "a test that ends the process",
    body: "process.exit(3);",
    shown: ["error: the test ended its process: it exited with 3"],
  },
  {
    about: "a test within a test",
    body: 'test("inner", () => {});',
    shown: ["tests are declared while the file is loaded, and not within a test"],
  },
])("fails a test for $about, and runs the one after it", async ({ body, shown }) => {
  using project = createTestProject(
    `test("first", async (t) => { ${body} });\ntest("second", async (t) => { await t.run({ input }); });\n`,
  );
  const { exit, stdout } = await project.test();
  expect(exit).toBe(1);
  expect(stdout).toContain("FAIL words.flowtest.ts > first\nerror: ");
  for (const part of shown) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toContain("1 file, 2 tests: 1 passed, 1 failed in TIME\n");
});

it("ends tests that take too long, whether they wait or loop", async () => {
  using project = createTestProject(`
test("waits", { timeoutMs: 50 }, () => new Promise(() => {}));
test("loops", { timeoutMs: 50 }, () => { for (;;); });
test("stub waits", { timeoutMs: 1_000 }, async (t) => {
  await t.run({ input }, { stubs: { tokenize: () => new Promise(() => {}) } });
});
test("goes on", async (t) => { await t.run({ input }); });
`);
  const { exit, stdout } = await project.test();
  expect(exit).toBe(1);
  expect(stdout.match(/^error: the test takes longer than \d+ ms, its time limit$/gm)).toEqual([
    "error: the test takes longer than 50 ms, its time limit",
    "error: the test takes longer than 50 ms, its time limit",
    "error: the test takes longer than 1000 ms, its time limit",
  ]);
  expect(stdout).toContain("4 tests: 1 passed, 3 failed");
});

it("shows what a test printed where it failed, and only there", async () => {
  using project = createTestProject(`
test("quiet", () => { console.log("not shown"); });
test("loud", () => { console.log("shown\\nbelow"); console.error("too"); assert.ok(false); });
`);
  const { stdout } = await project.test();
  expect(stdout).not.toContain("not shown");
  expect(stdout).toContain("  printed: shown\n  printed: below\n  printed: too\n");
});

it.each([
  { about: "a mistake in its text", text: 'test("a", () => {', shown: "SyntaxError" },
  { about: "no test in it", text: "", shown: "words.flowtest.ts declares no test" },
  {
    about: "two tests of one name",
    text: 'test("a", () => {}); test("a", () => {});',
    shown: "two tests are called `a`",
  },
  { about: "an error while it is loaded", text: 'throw new Error("no");', shown: "error: no\n" },
  { about: "an end while it is loaded", text: "process.exit(0);", shown: "it exited with 0" },
  {
    about: "an import of nothing",
    text: 'import "./nowhere.ts";',
    shown: "Cannot find module",
  },
  { about: "a test without a name", text: 'test("", () => {});', shown: "a test has a name" },
])("reports a file with $about, and runs the others", async ({ text, shown }) => {
  using project = createTestProject(text);
  project.write({
    "other.flow": "workflow main(n: int) -> int {\n  return n\n}\n",
    "other.flowtest.ts": testFile('test("fine", async (t) => { await t.run({ n: 1 }); });'),
  });
  const { exit, stdout } = await project.test();
  expect(exit).toBe(1);
  expect(stdout).toContain(
    "pass  other.flowtest.ts  1 test  TIME\nFAIL  words.flowtest.ts  not run",
  );
  expect(stdout).toContain("FAIL words.flowtest.ts: its tests could not be run\nerror: ");
  expect(stdout).toContain(shown);
});

it("reports tests of a program that is wrong or not there", async () => {
  using project = createTestProject('test("a", () => {});');
  project.write({
    "words.flow": "workflow main(n: int) -> int {\n  return m\n}\n",
    "gone.flowtest.ts": testFile('test("a", () => {});'),
  });
  const { exit, stdout } = await project.test();
  expect(exit).toBe(1);
  expect(stdout).toContain("error[FLOW2001]: unknown name `m`\n  --> words.flow:2:10");
  expect(stdout).toContain("error: there is no file gone.flow, whose tests these would be");
});

const snapshotTests = `
test("whole", async (t) => { t.snapshot((await t.run({ input })).result); });
test("labels", (t) => { t.snapshot(NaN, "one"); t.snapshot([new Uint8Array([1])], "two"); });
`;

const keptSnapshots = `{
  "labels > one": "NaN",
  "labels > two": [{ "base64": "AQ==" }],
  "whole": {
    "top": [
      { "word": "x", "n": 2 },
      { "word": "y", "n": 1 }
    ],
    "n": 2
  }
}
`;

it("keeps snapshots with --update, and compares them without", async () => {
  using project = createTestProject(snapshotTests);
  const place = join(project.path, "words.flowtest.json");
  const missing = await project.test();
  expect(missing.exit).toBe(1);
  expect(missing.stdout).toContain("error: no snapshot is kept of this value");
  expect(existsSync(place)).toBe(false);
  expect(await project.test("--update")).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("2 tests  3 snapshots kept"),
  });
  expect(readFileSync(place, "utf8")).toBe(keptSnapshots);
  // Formatting is free.
  writeFileSync(place, JSON.stringify(JSON.parse(keptSnapshots)));
  expect(await project.test()).toMatchObject({ exit: 0 });
  writeFileSync(place, keptSnapshots.replace('"x", "n": 2', '"x", "n": 3'));
  const edited = await project.test();
  expect(edited.exit).toBe(1);
  expect(edited.stdout).toContain("error: the value differs from the snapshot");
  expect(edited.stdout).toContain('    -    { "word": "x", "n": 3 },\n');
});

it("names obsolete snapshots, and removes them with --update", async () => {
  using project = createTestProject(snapshotTests);
  const place = join(project.path, "words.flowtest.json");
  project.write({
    "words.flowtest.json": keptSnapshots.replace("{", '{ "gone": 1,'),
    "nothing.flowtest.json": '{ "x": 1 }',
  });
  const told = await project.test();
  expect(told.exit).toBe(0);
  expect(told.stdout).toContain("1 obsolete snapshot  TIME\n      obsolete: gone\n");
  expect(told.stdout).toContain("obsolete: nothing.flowtest.json, there are no tests beside it");
  // A test that is not run may ask for it.
  expect((await project.test("-t", "whole")).stdout).not.toContain("gone");
  expect(await project.test("-u")).toMatchObject({ exit: 0 });
  expect(readFileSync(place, "utf8")).toBe(keptSnapshots);
  expect(existsSync(join(project.path, "nothing.flowtest.json"))).toBe(false);
});

it.each(["{ torn", "[]", '{ "whole": 1, "whole": 2 }'])(
  "does not trust snapshots that are %s, and writes them anew only as a whole",
  async (text) => {
    using project = createTestProject(snapshotTests);
    project.write({ "words.flowtest.json": text });
    const place = join(project.path, "words.flowtest.json");
    const { exit, stdout } = await project.test();
    expect(exit).toBe(1);
    expect(stdout).toMatch(
      /error: words\.flowtest\.json (?:is not JSON|holds no object|has "whole" twice)/,
    );
    expect(await project.test("-u", "-t", "whole")).toMatchObject({ exit: 1 });
    expect(readFileSync(place, "utf8")).toBe(text);
    expect(await project.test("-u")).toMatchObject({ exit: 0 });
    expect(readFileSync(place, "utf8")).toBe(keptSnapshots);
  },
);

it("never keeps a value that is not the same the next time", async () => {
  using project = createTestProject(`
let times = 0;
test("drifts", (t) => { times += 1; t.snapshot({ times }); });
`);
  const { exit, stdout } = await project.test("--update");
  expect(exit).toBe(1);
  expect(stdout).toContain(
    "error: the value of snapshot `drifts` is not the same when the test is run again",
  );
  expect(existsSync(join(project.path, "words.flowtest.json"))).toBe(false);
});

it("names the steps that no test ran with --coverage", async () => {
  using project = createTestProject(
    'test("fails", async (t) => { await t.fail({ input, least: 0 }); });',
  );
  const { stdout } = await project.test("--coverage");
  expect(stdout).toMatch(/^words\.flow words: \d of \d steps run; steps never run: .*counts/m);
});

it("lists tests, and runs those that a filter names", async () => {
  using project = createTestProject(`
test("small words", () => {});
test("large words", () => { throw new Error("not to be run"); });
`);
  expect(await project.test("--list")).toEqual({
    exit: 0,
    stdout: "words.flowtest.ts > small words\nwords.flowtest.ts > large words\n",
    stderr: "",
  });
  expect(await project.test("words.flow", "-t", "SMALL")).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("1 file, 1 test: 1 passed"),
  });
  expect(await project.test("-t", "nothing like it")).toEqual({
    exit: 1,
    stdout: 'no test matches "nothing like it"\n',
    stderr: "",
  });
});

it("says how to write a test where there is none", async () => {
  using project = createTestProject("");
  rmSync(join(project.path, "words.flowtest.ts"));
  const { exit, stdout } = await project.test("words.flow");
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^no tests found in words\.flow\n[\s\S]*import .* from "flow-lang\/test"/);
});

it.each([
  { args: ["nowhere"], message: "there is no file or directory nowhere" },
  { args: ["package.json"], message: "package.json is no file of tests" },
  { args: ["-t", "("], message: "--filter takes a regular expression" },
  { args: ["--workers", "0"], message: "--workers takes a number from 1 to 1024, not '0'" },
  { args: ["--changed-since", "HEAD"], message: "--changed-since needs a git repository" },
])("refuses $args", async ({ args, message }) => {
  using project = createTestProject('test("a", () => {});');
  const { exit, stderr } = await project.test(...args);
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining(message) });
});

it("writes one JSON document, and well-formed JUnit", async () => {
  using project = createTestProject(`
test("a <good> & \\"quoted\\" one", () => {});
test("bad", () => { console.log("\\u001b[31mred\\u0000]]>"); throw new Error("<&\\u0007>"); });
test("skipped", { skip: "a < b" }, () => {});
`);
  const { exit, stdout, stderr } = await project.test("--json", "--junit", "out.xml");
  expect(exit).toBe(1);
  expect(stderr).toContain("3 tests: 1 passed, 1 failed, 1 skipped");
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "failed",
    leftOut: [],
    files: [
      {
        file: "words.flowtest.ts",
        program: "words.flow",
        problem: null,
        tests: [
          { outcome: "passed", failure: null },
          { name: "bad", outcome: "failed", failure: { message: "<&\u0007>" } },
          { name: "skipped", outcome: "skipped", reason: "a < b" },
        ],
      },
    ],
  });
  const xml = readFileSync(join(project.path, "out.xml"), "utf8");
  expect(xml).toContain(
    '<testsuites name="flow test" tests="3" failures="1" errors="0" skipped="1"',
  );
  expect(xml).toContain('name="a &lt;good&gt; &amp; &quot;quoted&quot; one"');
  expect(xml).toContain("<system-out>red\ufffd]]&gt;");
  // What is left once all entities and tags are taken away has no markup in it.
  expect(xml.replaceAll(/&(?:lt|gt|amp|quot|#\d+);/g, "").replaceAll(/<[^<>]*>/g, "")).not.toMatch(
    /[<>&]/,
  );
});

it("stops at Ctrl-C with 130, and leaves nothing running", async () => {
  using project = createTestProject('test("loops", () => { for (;;); });');
  const stop = new AbortController();
  const { io, stdout, stderr } = recordIo(project.path, "", stop.signal);
  const ended = runCli(["test", "--json"], io);
  setImmediate(() => stop.abort());
  expect(await ended).toBe(130);
  expect(stderr()).toContain("interrupted\n");
  expect(JSON.parse(stdout())).toMatchObject({ outcome: "cancelled" });
});

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

it("runs the tests that depend on what changed since a commit, and says which it leaves out", async () => {
  using project = createTestProject('test("a", async (t) => { await t.run({ input }); });');
  project.write({
    "other.flow": "workflow main(n: int) -> int {\n  return n\n}\n",
    "other.flowtest.ts": testFile(
      'import "./shared.ts";\ntest("b", async (t) => { await t.run({ n: 1 }); });\n// reads "data/*.csv"\n',
    ),
    "shared.ts": "export const shared = 1;\n",
    "data/a.csv": "x\n",
    ".gitignore": "node_modules\n",
  });
  git(project.path, "init", "-q", "-b", "main");
  git(project.path, "add", ".");
  git(project.path, "commit", "-q", "-m", "first");
  const chosen = async (): Promise<readonly string[]> => {
    const { exit, stdout } = await project.test("--changed-since", "main");
    expect(exit).toBe(0);
    return stdout.match(/^(?:chosen|left out): .*$/gm) ?? [];
  };
  const without = (name: string): string =>
    `left out: ${name}.flowtest.ts, nothing that it depends on changed since main`;
  expect(await chosen()).toEqual([without("other"), without("words")]);
  for (const [path, name] of [
    ["shared.ts", "other"],
    ["other.flow", "other"],
    ["data/b.csv", "other"],
    ["words.flowtest.json", "words"],
    ["functions/words.ts", "words"],
  ] as const) {
    const before =
      path.endsWith(".json") || path.endsWith(".csv")
        ? ""
        : git(project.path, "show", `HEAD:${path}`);
    project.write({ [path]: path.endsWith(".json") ? "{}\n" : `${before}\n` });
    const left = name === "other" ? "words" : "other";
    expect(await chosen()).toEqual(
      [`chosen: ${name}.flowtest.ts, because of ${path}`, without(left)].toSorted((a, b) =>
        a.slice(a.indexOf(": ")) < b.slice(b.indexOf(": ")) ? -1 : 1,
      ),
    );
    rmSync(join(project.path, path));
    if (before !== "") {
      git(project.path, "checkout", "--", path);
    }
  }
  expect(await project.test("--changed-since", "nowhere")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("git knows no commit `nowhere`"),
  });
});
