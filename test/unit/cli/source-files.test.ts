import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { expandDirectories, readSources } from "../../../src/cli/source-files.ts";
import { recordIo } from "../../support/cli-io.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";

function createTree(files: readonly string[]): TemporaryFolder {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), "");
  }
  return folder;
}

it("finds programs below a directory by path, but for hidden folders and installed packages", () => {
  using tree = createTree([
    "b.flow",
    "a/z.flow",
    "a/y.ts",
    "a/node_modules/p/installed.flow",
    ".git/hidden.flow",
    "c.flow/inside.flow",
  ]);
  expect(expandDirectories(["."], tree.path)).toEqual(["a/z.flow", "b.flow", "c.flow/inside.flow"]);
  expect(expandDirectories(["-", "a", "b.flow"], tree.path)).toEqual(["-", "a/z.flow", "b.flow"]);
});

it.each([
  { files: ["a/readme.md"], hint: "There is no .flow file below it." },
  { files: ["a/only.flow"], hint: "Did you mean a/only.flow?" },
  { files: ["a/x.flow", "a/b/y.flow"], hint: "Name one of those below it: a/b/y.flow, a/x.flow." },
  {
    files: Array.from({ length: 12 }, (_, i) => `a/${String.fromCharCode(97 + i)}.flow`),
    hint: expect.stringMatching(/: a\/a\.flow, .*, a\/j\.flow and 2 more\.$/),
  },
])("names the programs in a directory that was given for one ($files.length)", async (given) => {
  using tree = createTree(given.files);
  await expect(readSources(["a"], recordIo(tree.path).io)).rejects.toMatchObject({
    message: "a is a directory, and a .flow file is expected",
    hint: given.hint,
  });
});
