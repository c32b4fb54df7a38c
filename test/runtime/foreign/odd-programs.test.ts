import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { PlanFunction } from "../../../src/compiler/ir/plan.ts";
import type { Failure } from "../../../src/runtime/failure.ts";
import { createForeignHost } from "../../../src/runtime/foreign/foreign-host.ts";
import { TaskError } from "../../../src/runtime/task-error.ts";
import { foreignFunction, recordContext } from "../../support/foreign-call.ts";
import { isAlive } from "../../support/is-alive.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = fileURLToPath(new URL("../../support/odd-program.ts", import.meta.url));

/** A host with a folder whose program behaves as `mode` says. */
function oddHost(mode: string, parts: Partial<PlanFunction> = {}) {
  const folder = temporaryFolder();
  const command = [process.execPath, program, mode];
  writeFileSync(join(folder.path, "flow.json"), JSON.stringify({ command }));
  const printed: string[] = [];
  const host = createForeignHost({ print: (stream, text) => printed.push(`${stream}: ${text}`) });
  const call = async (...args: readonly unknown[]): Promise<unknown> => {
    const run = await host.load(folder.path, foreignFunction(parts));
    return await run(...args, recordContext().context);
  };
  return {
    folder,
    host,
    printed,
    call,
    async fail(...args: readonly unknown[]): Promise<Failure> {
      try {
        const value = await call(...args);
        return expect.fail(`it gave ${JSON.stringify(value)}`);
      } catch (error) {
        if (error instanceof TaskError) {
          return error.failure;
        }
        throw error;
      }
    },
    [Symbol.dispose]() {
      host.close();
      folder[Symbol.dispose]();
    },
  };
}

const protocol = (message: string) => ({
  kind: "function",
  code: "Protocol",
  message: `the process of \`f\` broke the protocol: ${message}`,
  retryable: true,
});

it.each<[string, object]>([
  ["wrong json", protocol('it sent "{1:2", which is not JSON')],
  ["half a frame", protocol("it ended its answer after 3 of the 11 bytes of a frame")],
  ["half a header", protocol("it ended its answer within a frame")],
  ["noise", protocol('it sent "Hello, wo", which begins no frame')],
  ["endless frame", protocol("it sent a frame of 4294967295 bytes")],
  ["unknown kind", protocol("it sent 580200000000000000, which begins no frame")],
  ["end without a value", protocol("it gave a stream where a value was asked for")],
  ["elements without a list", protocol("it gave elements that are no list")],
  ["what was never lent", protocol('it asked for "lines" of what has none')],
  ["a question of another form", protocol('it asked for {"what":7}')],
  ["nothing", protocol("it ended its answer in the middle of a call")],
  ["closes", protocol("it closed the connection in the middle of a call")],
  ["wrong length", protocol("it closed the connection in the middle of a call")],
  [
    "exits",
    {
      kind: "crash",
      code: "Crash",
      message: "the process of `f` ended with exit code 3: out of cheese",
      stack: "first line\nout of cheese",
      retryable: true,
    },
  ],
  ["crashes", { kind: "crash", message: "the process of `f` crashed (SIGSEGV)" }],
  ["is killed", { kind: "lost", message: "the process of `f` was killed (SIGKILL)" }],
  [
    "dies early",
    {
      kind: "crash",
      message:
        "the process of ./functions, before it was ready, ended with exit code 4: no configuration",
    },
  ],
  ["refuses", { kind: "function", code: "KeyError", message: "'PATH'" }],
  [
    "fails",
    { kind: "function", code: "Protocol", message: "it answered with status 500: <html>oops" },
  ],
  [
    "another protocol",
    {
      kind: "input",
      message:
        "the program of ./functions speaks protocol 2; this version of flow speaks 1 (it answered with status 400)",
    },
  ],
  [
    "another server",
    {
      kind: "input",
      message:
        "the program of ./functions does not say which protocol it speaks; this version of flow speaks 1 (it answered with status 404)",
    },
  ],
])("says what a program does that answers with: %s", async (mode, failure) => {
  using test = oddHost(mode);
  expect(await test.fail()).toMatchObject(failure);
});

it("refuses bytes that are not there", async () => {
  using test = oddHost("bytes that are not there", { result: { kind: "bytes" } });
  expect(await test.fail()).toMatchObject(protocol("it named bytes 5 to 14 of a frame that has 0"));
});

it("gives a program another port where its own was taken", async () => {
  using test = oddHost("loses its port once");
  expect(await test.call()).toBe(1);
});

it("starts a program again that has ended", async () => {
  using test = oddHost("exits");
  expect(await test.fail()).toMatchObject({ kind: "crash" });
  expect(await test.fail()).toMatchObject({ kind: "crash" });
});

it("leaves no process behind that a program has parted from", async () => {
  using test = oddHost("leaves others behind");
  const pid = Number(await test.call());
  expect(isAlive(pid)).toBe(true);
  test.host.close();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it.each([
  ["nothing.txt", "", /neither flow\.json nor an executable bootstrap/],
  ["flow.json", "{", /does not say how to start/],
  ["flow.json", '{ "command": [] }', /does not say how to start/],
  ["flow.json", '{ "command": ["./none"] }', /cannot be started: there is no `.*\/none`/],
])("says what is wrong with a folder that has %s with %j", async (name, text, message) => {
  using test = oddHost("nothing");
  rmSync(join(test.folder.path, "flow.json"));
  writeFileSync(join(test.folder.path, name), text);
  expect(await test.fail()).toMatchObject({
    kind: "input",
    code: "Input",
    message: expect.stringMatching(message),
  });
});

it("says what to install where there is no Python", async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "main.py"), "");
  const host = createForeignHost({ environment: { FLOW_PYTHON: "python-that-is-not-there" } });
  await expect(
    host.load(folder.path, foreignFunction({ runtime: "python" })),
  ).rejects.toMatchObject({
    failure: { kind: "input", message: expect.stringContaining("install Python 3.8 or newer") },
  });
});
