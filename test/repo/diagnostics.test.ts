import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { CodeEntry } from "../../src/compiler/diagnostics/code-entry.ts";
import type { Diagnostic } from "../../src/compiler/diagnostics/diagnostic.ts";
import { listCodes } from "../../src/compiler/diagnostics/registry.ts";
import { check } from "../../src/compiler/index.ts";
import { checkOnDisk } from "../support/check-on-disk.ts";
import { createMemoryHost } from "../support/memory-host.ts";

const codes = listCodes();
const cases = fileURLToPath(new URL("../golden/cases", import.meta.url));

const goldens = readdirSync(cases, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("expected.diagnostics.txt"))
  .map((path) => readFileSync(join(cases, path), "utf8"))
  .join("\n");

it("declares every code in one file of the registry", () => {
  const folder = fileURLToPath(new URL("../../src/compiler/diagnostics/codes", import.meta.url));
  const declared = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/^ {2}(FLOW\d{4}): \{$/gmu)].map(
      ([, code]) => code,
    ),
  );
  expect(declared.map(String).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    codes.map(([code]) => code),
  );
});

it.each(codes.map(([code]) => code))("%s is shown by a golden", (code) => {
  expect(goldens).toContain(`[${code}]`);
});

it.each(codes)("the example of %s yields it, and nothing else", async (code, entry) => {
  expect((await checkExample(code, entry)).map((diagnostic) => diagnostic.code)).toEqual([code]);
});

/** Examples about the modules of functions bring them along; the modules of others are not looked at. */
async function checkExample(code: string, { example }: CodeEntry): Promise<readonly Diagnostic[]> {
  const files = new Map(
    Object.entries(typeof example === "string" ? { "main.flow": example } : example),
  );
  return code.startsWith("FLOW50")
    ? checkOnDisk(files, "main.flow")
    : check("main.flow", createMemoryHost(files)).diagnostics;
}
