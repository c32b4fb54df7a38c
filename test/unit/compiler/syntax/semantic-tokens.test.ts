import { expect, it } from "vitest";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import { parse } from "../../../../src/compiler/syntax/parse.ts";
import { classifyTokens } from "../../../../src/compiler/syntax/semantic-tokens.ts";
import { programs } from "../../../support/programs.ts";

function classify(text: string): readonly string[] {
  return classifyTokens(parse(createSourceFile("test.flow", text))).map(
    ({ span, type, modifiers }) =>
      [`${text.slice(span.start, span.end)}`, type, ...modifiers].join(" "),
  );
}

it.each([
  [
    'use "./k.flow" as k',
    ["use keyword", '"./k.flow" string', "as keyword", "k namespace declaration"],
  ],
  [
    'use { f, T as U } from "./k.flow"',
    [
      "use keyword",
      "f function declaration",
      "T type",
      "as keyword",
      "U type declaration",
      "from keyword",
      '"./k.flow" string',
    ],
  ],
  [
    "/// Doc.\ntype T = { a: int[] }",
    [
      "/// Doc. comment documentation",
      "type keyword",
      "T type declaration",
      "= operator",
      "a property declaration",
      "int type",
    ],
  ],
  [
    'function f(t: tensor<f32>[n, 2]) from "./f.ts"',
    [
      "function keyword",
      "f function declaration",
      "t parameter declaration",
      "tensor type",
      "< operator",
      "f32 type",
      "> operator",
      "n typeParameter",
      "2 number",
      "from keyword",
      '"./f.ts" string',
    ],
  ],
])("classifies %j", (text, tokens) => {
  expect(classify(text)).toEqual(tokens);
});

it("tells parameters, variables, functions, properties and options apart in a body", () => {
  const text =
    'workflow w(n: int) -> int {\n  xs = map k.f(n: n) over g(n).ys with { batch 16, on_error skip 1% } // why\n  return "${xs.a}" \n}\n';
  expect(classify(text).slice(6)).toEqual([
    "xs variable declaration",
    "= operator",
    "map keyword",
    "k namespace",
    "f function",
    "n parameter",
    "n parameter",
    "over keyword",
    "g function",
    "n parameter",
    "ys property",
    "with keyword",
    "batch property",
    "16 number",
    "on_error property",
    "skip enumMember",
    "1% number",
    "// why comment",
    "return keyword",
    '" string',
    "${ operator",
    "xs variable",
    "a property",
    '" string',
  ]);
});

it.each(programs)("classifies $name in order and without overlap", ({ text }) => {
  let end = 0;
  for (const { span } of classifyTokens(parse(createSourceFile("test.flow", text)))) {
    expect(span.start).toBeGreaterThanOrEqual(end);
    expect(span.end).toBeGreaterThan(span.start);
    end = span.end;
  }
});
