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

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly captures?: { readonly [group: string]: { readonly name: string } };
}

/** Words of a line with their scopes, as an editor finds them: the leftmost match, of equal ones the first pattern. */
function scopesOf(line: string): readonly string[] {
  const grammar: {
    readonly repository: { readonly code: { readonly patterns: readonly Pattern[] } };
  } = JSON.parse(readGrammar("flow.tmLanguage.json"));
  const patterns = grammar.repository.code.patterns.flatMap(({ match, ...pattern }) =>
    match === undefined ? [] : [{ ...pattern, expression: new RegExp(match, "dg") }],
  );
  const found: string[] = [];
  for (let at = 0; at < line.length; ) {
    const matches = patterns.flatMap(({ expression, ...pattern }) => {
      expression.lastIndex = at;
      const match = expression.exec(line);
      return match === null || match[0] === "" ? [] : [{ ...pattern, match }];
    });
    const [first] = matches.toSorted((a, b) => a.match.index - b.match.index);
    if (first === undefined) {
      break;
    }
    const { match, name, captures = {} } = first;
    const parts =
      name === undefined
        ? Object.entries(captures).map(([group, scope]) => [match[Number(group)], scope.name])
        : [[match[0], name]];
    for (const [text = "", scope] of parts) {
      if (/\w/.test(text)) {
        found.push(`${text} ${scope}`);
      }
    }
    at = match.index + match[0].length;
  }
  return found;
}

const TYPE = "support.type.flow";
const OPTION = "support.type.option.flow";

it.each([
  ["x: int", ["x variable.parameter.flow", `int ${TYPE}`]],
  [
    "a: map<string, float>?,",
    ["a variable.parameter.flow", `map ${TYPE}`, `string ${TYPE}`, `float ${TYPE}`],
  ],
  [") -> dataset<T> {", [`dataset ${TYPE}`, "T entity.name.type.flow"]],
  ["x: tensor<f32>[m, n]", ["x variable.parameter.flow", `tensor ${TYPE}`]],
  ["  a = float(n)", ["float entity.name.function.flow"]],
  ["  b = e.size", ["size variable.other.property.flow"]],
  [
    "{ memory 4 GB, effect, retry 3 }",
    [
      `memory ${OPTION}`,
      "4 GB constant.numeric.unit.flow",
      `effect ${OPTION}`,
      `retry ${OPTION}`,
      "3 constant.numeric.flow",
    ],
  ],
  ["  timeout 60 s", [`timeout ${OPTION}`, "60 s constant.numeric.unit.flow"]],
  ["  batch = 3", ["3 constant.numeric.flow"]],
  ["  C[i] = A[i]", []],
])("gives the words of `%s` their scopes", (line, scopes) => {
  expect(scopesOf(line)).toEqual(scopes);
});
