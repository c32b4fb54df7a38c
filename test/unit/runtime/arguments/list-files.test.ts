import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { findFile, listFiles } from "../../../../src/runtime/arguments/list-files.ts";
import { err } from "../../../../src/shared/result.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const FILES = [
  "a.txt",
  "b.md",
  "docs/one.md",
  "docs/two.txt",
  "docs/deep/three.md",
  "docs/.hidden/four.md",
  ".dot.txt",
  "docs-more/five.md",
];

function createTree() {
  const folder = temporaryFolder();
  for (const file of FILES) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), "text");
  }
  symlinkSync(folder.path, join(folder.path, "docs", "loop"));
  return folder;
}

it.each([
  ["a.txt", ["a.txt"]],
  ["./docs/../a.txt", ["a.txt"]],
  ["*.txt", ["a.txt"]],
  ["?.*", ["a.txt", "b.md"]],
  [".*.txt", [".dot.txt"]],
  ["docs", ["docs/deep/three.md", "docs/one.md", "docs/two.txt"]],
  ["docs/", ["docs/deep/three.md", "docs/one.md", "docs/two.txt"]],
  ["**/*.md", ["b.md", "docs-more/five.md", "docs/deep/three.md", "docs/one.md"]],
  ["docs/**/*.md", ["docs/deep/three.md", "docs/one.md"]],
  ["docs/.hidden/*", ["docs/.hidden/four.md"]],
  ["{a,docs/two}.txt", ["a.txt", "docs/two.txt"]],
  ["docs/{deep/*,*}.{md,txt}", ["docs/deep/three.md", "docs/one.md", "docs/two.txt"]],
  ["*", ["a.txt", "b.md"]],
  ["**/*.csv", []],
  ["d*c*/*o*n*e*", ["docs/one.md"]],
  ["**/**/**/one.md", ["docs/one.md"]],
  ["{a.txt,a.txt,{b,c}.md}", ["a.txt", "b.md"]],
  ["{a.txt", []],
])("lists %s by path, once each, without hidden files and linked folders", (pattern, files) => {
  using tree = createTree();
  const listed = listFiles(pattern, tree.path);

  expect(listed.ok && listed.value.map(({ path }) => path)).toEqual(
    files.map((file) => join(tree.path, file)),
  );
});

it("gives a file its name and size", () => {
  using tree = createTree();
  expect(findFile("docs/one.md", tree.path)).toEqual({
    ok: true,
    value: { path: join(tree.path, "docs/one.md"), name: "one.md", size: 4 },
  });
});

it("says what is not there, as the user wrote it", () => {
  using tree = createTree();
  expect(listFiles("nowhere", tree.path)).toEqual(
    err({ kind: "absent", message: "there is no file or directory nowhere" }),
  );
  expect(findFile("nowhere", tree.path)).toEqual(
    err({ kind: "absent", message: "there is no file nowhere" }),
  );
  expect(findFile("docs", tree.path)).toEqual(
    err({ kind: "absent", message: "docs is a directory, not a file" }),
  );
});

it("takes no empty path, which would mean the working directory", () => {
  using tree = createTree();
  const problem = err({
    kind: "malformed",
    message: 'expected a path, found "" (the working directory is ".")',
  });
  expect(listFiles("", tree.path)).toEqual(problem);
  expect(findFile("", tree.path)).toEqual(problem);
});

it("says what stands where a file should", () => {
  using tree = createTree();
  execFileSync("mkfifo", [join(tree.path, "pipe")]);
  expect(listFiles("pipe", tree.path)).toEqual(
    err({ kind: "absent", message: "pipe is a named pipe, not a file or directory" }),
  );
  expect(findFile("pipe", tree.path)).toEqual(
    err({ kind: "absent", message: "pipe is a named pipe, not a file" }),
  );
  expect(listFiles("/dev/null", tree.path)).toEqual(
    err({ kind: "absent", message: "/dev/null is a device, not a file or directory" }),
  );
});

it("takes a path that exists as it is, whatever characters it has", () => {
  using tree = createTree();
  writeFileSync(join(tree.path, "what?{a,b}*.txt"), "");
  const listed = listFiles("what?{a,b}*.txt", tree.path);
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(["what?{a,b}*.txt"]);
});

it("answers in no time for patterns that would branch without end", () => {
  using tree = createTree();
  writeFileSync(join(tree.path, `${"a".repeat(200)}.txt`), "");
  expect(listFiles(`${"*a".repeat(60)}*b`, tree.path)).toEqual({ ok: true, value: [] });
  expect(listFiles("{a,b}".repeat(40), tree.path)).toMatchObject({
    ok: false,
    error: { kind: "malformed", message: expect.stringMatching(/too many patterns$/) },
  });
});

it("refuses a name that is not UTF-8 where it matches, and takes U+FFFD itself", () => {
  using tree = temporaryFolder();
  const latin = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${tree.path}/`), Buffer.from(name, "latin1")]);
  writeFileSync(join(tree.path, "a.txt"), "text");
  writeFileSync(join(tree.path, "b\uFFFD.txt"), "text");
  writeFileSync(latin("caf\xe9.csv"), "text");
  const refused = (path: string) =>
    err({
      kind: "absent",
      message: `the name ${join(tree.path, path)} is not UTF-8, so it cannot be read: rename it`,
    });

  expect(listFiles(tree.path, "/")).toEqual(refused("caf\\xE9.csv"));
  expect(listFiles("*.csv", tree.path)).toEqual(refused("caf\\xE9.csv"));
  expect(listFiles("**/*", tree.path)).toEqual(refused("caf\\xE9.csv"));
  const listed = listFiles("*.txt", tree.path);
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(["a.txt", "b\uFFFD.txt"]);

  mkdirSync(latin("d\xe9"));
  expect(listFiles("**/*.txt", tree.path)).toEqual(refused("d\\xE9"));
  expect(listFiles("d?/*.txt", tree.path)).toEqual(refused("d\\xE9"));
});
