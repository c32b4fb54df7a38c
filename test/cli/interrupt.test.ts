/** Ctrl-C: the first one lets tasks end that run, the second one stops them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { recordIo } from "../support/cli-io.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const functions = join(root, "test/support/record-functions.ts");
const args = ["run", "main.flow", "--workers", "1", "--out", "out"];

/** Two tasks, the second of which is never to start. */
function prepare(folder: string): void {
  const program = `function patient(path: string) -> int from "./functions.ts"

workflow main() -> int[] {
  return map patient over ["${folder}/go", "${folder}/go"]
}
`;
  writeFileSync(join(folder, "main.flow"), program);
  copyFileSync(functions, join(folder, "functions.ts"));
}

const committed = (folder: string) =>
  globSync(join(folder, ".flow/store/runs/*/return/@/*/manifest.json")).length;

it("lets the task that runs end, starts no other, and ends with 130", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const flow = spawn(process.execPath, [join(root, "src/cli/main.ts"), ...args], {
    cwd: folder.path,
  });
  const ended = once(flow, "exit");
  let stderr = "";
  flow.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await expect.poll(() => stderr, { timeout: 20_000 }).toContain("begun");
  flow.kill("SIGINT");
  await expect.poll(() => stderr).toContain("interrupted: tasks that run may end");
  writeFileSync(join(folder.path, "go"), "");

  expect(await ended).toEqual([130, null]);
  expect(committed(folder.path)).toBe(1);
  expect(existsSync(join(folder.path, "out"))).toBe(false);
}, 30_000);

it("stops the task that runs when it is interrupted again", async () => {
  using folder = temporaryFolder();
  prepare(folder.path);
  const first = new AbortController();
  const second = new AbortController();
  const { io, stderr } = recordIo(folder.path, "", first.signal, second.signal);
  const exit = runCli(args, io);
  await expect.poll(stderr, { timeout: 20_000 }).toContain("begun");
  first.abort();
  expect(stderr()).toContain("once more stops them");
  second.abort();

  expect(await exit).toBe(130);
  expect(committed(folder.path)).toBe(0);
  expect(stderr()).toMatch(/cancelled in [\s\S]*interrupted: `flow resume \S+` goes on with it\n$/);
  expect(stderr()).not.toContain("attempt failed");
  expect(existsSync(join(folder.path, "out"))).toBe(false);
}, 30_000);
