/** What tests write goes below one folder, which is removed when they are over, however they end. */
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const tests = join(import.meta.dirname, "..");

it("makes every folder of a test below that of the run", () => {
  using folder = temporaryFolder();
  expect(dirname(folder.path)).toBe(tmpdir());
  expect(basename(tmpdir())).toMatch(/^flow-tests-/);
});

it("makes folders by `temporaryFolder` alone", () => {
  const makers = readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .filter((path) => /\bmkdtemp(?:Sync)?\(/.test(readFileSync(join(tests, path), "utf8")))
    .toSorted((a, b) => (a < b ? -1 : 1));
  expect(makers).toEqual(["support/temporary-folder.ts", "support/vitest-setup.ts"]);
});
