import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeText } from "../../../src/cli/write-text.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("keeps permissions and links of a file it replaces, and leaves nothing beside it", () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "a.flow");
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync("a.flow", join(folder.path, "link.flow"));
  writeText(folder.path, "link.flow", "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(folder.path, "link.flow")).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder.path)).toEqual(["a.flow", "link.flow"]);
});

it("writes to what is no file as it is", () => {
  writeText("/", "/dev/null", "text");
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});

it("says what is in the way, and leaves nothing behind", () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "a.flow"));
  expect(() => writeText(folder.path, "a.flow", "text")).toThrow("a.flow is a directory");
  expect(() => writeText(folder.path, "b/c.flow", "text")).toThrow("there is no file b/c.flow");
  expect(readdirSync(folder.path)).toEqual(["a.flow"]);
});
