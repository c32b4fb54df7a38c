/** The generated grammar files are those of the tokens and rules, and hold together. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generatedFiles } from "../../grammar/generated-files.ts";
import { reservedWords } from "../../src/compiler/syntax/tokens.ts";

const readGrammar = (name: string) =>
  readFileSync(new URL(`../../grammar/${name}`, import.meta.url), "utf8");

it.each(generatedFiles)("grammar/$name is up to date", ({ name, render }) => {
  expect(readGrammar(name)).toBe(render());
});

it("defines every rule that the grammar uses", () => {
  const text = readGrammar("flow.ebnf").replaceAll(/\(\*[\s\S]*?\*\)|"[^"]*"|'[^']*'/g, "");
  const defined = new Set(Array.from(text.matchAll(/^([A-Z]\w*) =/gm), ([, name]) => name));
  const used = new Set(Array.from(text.matchAll(/\b[A-Z]\w*\b/g), ([name]) => name));
  expect([...used].filter((name) => !defined.has(name))).toEqual([]);
});

it("highlights by expressions that compile, and knows every reserved word", () => {
  const patterns = Array.from(
    readGrammar("flow.tmLanguage.json").matchAll(/"(?:match|begin|end)": ("(?:[^"\\]|\\.)*")/g),
    ([, literal]) => new RegExp(String(JSON.parse(literal ?? '""')), "y"),
  );
  const unknown = reservedWords.filter(
    ({ PATTERN }) =>
      typeof PATTERN !== "string" ||
      !patterns.some((pattern) => {
        pattern.lastIndex = 0;
        return pattern.exec(PATTERN)?.[0] === PATTERN && pattern.source.includes(`|${PATTERN}`);
      }),
  );
  expect(patterns.length).toBeGreaterThan(10);
  expect(unknown.map(({ name }) => name).filter((name) => !firstOfTheirKind.has(name))).toEqual([]);
});

/** Named first in their pattern, so that no bar stands before them. */
const firstOfTheirKind = new Set(["Use", "As", "Partition", "Do", "And", "True"]);
