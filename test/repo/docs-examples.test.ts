/** Every `flow` block of the documentation is a whole program without errors; `flow fragment` marks a part of one. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { expect, it } from "vitest";
import { renderText } from "../../src/compiler/diagnostics/render-text.ts";
import { check } from "../../src/compiler/index.ts";
import { createSourceFile } from "../../src/compiler/source/source-file.ts";
import { createMemoryHost } from "../support/memory-host.ts";

const root = resolve(import.meta.dirname, "../..");

/** Its blocks are mistakes on purpose; `test/repo/diagnostics.test.ts` holds that each yields exactly its code. */
const mistakes = "docs/diagnostics.md";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => posix.join("docs", path.replaceAll("\\", "/"))),
]
  .filter((path) => path !== mistakes)
  .toSorted();

const blocks = documents.flatMap((path) => flowBlocks(path));

it("finds examples", () => {
  expect(blocks.length).toBeGreaterThan(5);
});

it.each(blocks)("$path:$line compiles", ({ text }) => {
  const { diagnostics } = check(
    "example.flow",
    createMemoryHost(new Map([["example.flow", text]])),
  );
  const file = createSourceFile("example.flow", text);
  expect(renderText(diagnostics, () => file)).toBe("");
});

function flowBlocks(path: string) {
  const markdown = readFileSync(join(root, path), "utf8");
  return [...markdown.matchAll(/^( *)```flow\n([\s\S]*?)^\1```$/gm)].map((match) => ({
    path,
    line: markdown.slice(0, match.index).split("\n").length,
    text: match[2] ?? "",
  }));
}
