import { expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { listCodes } from "../../src/compiler/diagnostics/registry.ts";
import { failureCodes } from "../../src/runtime/index.ts";
import { recordIo } from "../support/cli-io.ts";

async function explain(...args: readonly string[]): Promise<string> {
  const { io, stdout } = recordIo("/");
  expect(await runCli(["explain", ...args], io)).toBe(0);
  return stdout();
}

const failures = Object.entries(failureCodes);

it("lists every code there is, in order, with what it is about", async () => {
  const list = await explain();
  const codes = Array.from(list.matchAll(/^ {2}(\w+)/gm), ([, code]) => code);
  expect(codes).toEqual([...listCodes(), ...failures].map(([code]) => code));
  const text = list.replaceAll(/\s+/g, " ");
  for (const [code, { summary }] of listCodes()) {
    expect(text).toContain(`${code} ${summary}`);
  }
});

it.each(failures)("says of %s what it means and what to do", async (code, entry) => {
  const text = await explain(code);
  expect(text.split("\n")[0]).toBe(`# ${code}: ${entry.title} (failure of a run)`);
  expect(text).toContain(entry.explanation);
  expect(text).toContain(entry.remedy);
});
