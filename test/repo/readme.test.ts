/** What a stranger is told to type is what is tested. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const readme = readFileSync(resolve(root, "README.md"), "utf8");

it("names exactly two commands", () => {
  const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
  expect(commands).toEqual([
    "npm ci && npx flow run workflows/wordcount.flow\n",
    "npm ci && npm test\n",
  ]);
});

it("links to what is there", () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path);
  expect(links.filter((path) => !path.includes("://") && !exists(path))).toEqual([]);
});

it("gives the command that CI ends with", () => {
  expect(readFileSync(resolve(root, ".ci/run"), "utf8")).toMatch(/\nnpm ci && npm test\n$/);
});

function exists(path: string): boolean {
  return statSync(resolve(root, path), { throwIfNoEntry: false }) !== undefined;
}
