/** The bin file, as a process: it is what stands between `npx flow` and the sources. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { temporaryFolder } from "../support/temporary-folder.ts";

const bin = resolve(import.meta.dirname, "../../bin/flow.js");

function start(file: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
}

/** A package whose source and built program only say which of the two they are. */
function createPackage(root: string): { readonly file: string; readonly source: string } {
  for (const folder of ["bin", "dist", "src/cli"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const file = join(root, "bin/flow.js");
  const source = join(root, "src/cli/main.ts");
  copyFileSync(bin, file);
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  writeFileSync(source, 'const word: string = "source"; process.stdout.write(word);');
  writeFileSync(join(root, "dist/flow.js"), 'process.stdout.write("built");');
  const { size, mtimeMs } = statSync(source);
  writeFileSync(
    join(root, "dist/inputs.json"),
    JSON.stringify([{ path: "src/cli/main.ts", size, mtimeMs }]),
  );
  return { file, source };
}

it("starts the command line", () => {
  expect(start(bin, "--version")).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
});

it("passes the exit code and the streams on", () => {
  expect(start(bin, "chek")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: "error: there is no command 'chek'\nhint: Did you mean `flow check`?\n",
  });
});

it("ends when its reader has gone, and fails where its output finds no room", () => {
  const shell = (script: string) =>
    spawnSync(
      "bash",
      ["-c", `set -o pipefail; flow() { "${process.execPath}" "${bin}" "$@"; }; ${script}`],
      {
        encoding: "utf8",
      },
    );
  expect(shell("flow explain | head -1")).toMatchObject({
    status: 0,
    stdout: "Diagnostics of the compiler:\n",
    stderr: "",
  });
  expect(shell("flow explain > /dev/full")).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^error: cannot write to standard output: ENOSPC.*\n$/),
  });
});

it("starts what was built while no source has changed since", () => {
  using folder = temporaryFolder();
  expect(start(createPackage(folder.path).file).stdout).toBe("built");
});

it.each([
  ["written to", (source: string) => writeFileSync(source, 'process.stdout.write("source");')],
  ["touched", (source: string) => utimesSync(source, 1, 1)],
])("starts the sources when one was %s", (_, change) => {
  using folder = temporaryFolder();
  const { file, source } = createPackage(folder.path);
  change(source);
  expect(start(file).stdout).toBe("source");
});

it("starts the sources when the list of inputs is cut short", () => {
  using folder = temporaryFolder();
  const { file } = createPackage(folder.path);
  writeFileSync(join(folder.path, "dist/inputs.json"), '[{"path":');
  expect(start(file).stdout).toBe("source");
});
