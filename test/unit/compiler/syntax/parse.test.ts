import { describe, expect, it } from "vitest";
import { applyFixes } from "../../../../src/compiler/diagnostics/apply-fixes.ts";
import { listCodes } from "../../../../src/compiler/diagnostics/registry.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import type { AstNode } from "../../../../src/compiler/syntax/ast.ts";
import { walk } from "../../../../src/compiler/syntax/children.ts";
import { parse } from "../../../../src/compiler/syntax/parse.ts";
import { createValidatedParser } from "../../../../src/compiler/syntax/parser.ts";
import { chooseSuggestions } from "../../../support/choose-suggestions.ts";
import { programs } from "../../../support/programs.ts";
import { findOpenOffsets, parseLawfully } from "../../../support/syntax-laws.ts";

const source = (text: string) => createSourceFile("test.flow", text);

function parseCodes(text: string): readonly string[] {
  return parseLawfully(source(text)).diagnostics.map(({ code }) => code);
}

/** The names that a text declares and binds: what later phases could miss. */
function findBoundNames(text: string): readonly string[] {
  const names: string[] = [];
  walk(parse(source(text)).unit, (node: AstNode) => {
    switch (node.kind) {
      case "TypeDecl":
      case "FunctionDecl":
      case "WorkflowDecl":
      case "PipelineDecl":
      case "NameTarget":
      case "IndexedTarget":
        names.push(node.name.name);
        break;
      default:
        break;
    }
  });
  return names;
}

it("has rules that chevrotain finds neither ambiguous nor left recursive", () => {
  expect(() => createValidatedParser()).not.toThrow();
});

describe.each(programs)("$name", ({ text }) => {
  it("has no diagnostics", () => {
    expect(parseCodes(text)).toEqual([]);
  });

  it("means the same with CRLF", () => {
    const kinds = (program: string) => {
      const found: string[] = [];
      walk(parse(source(program)).unit, (node) => found.push(node.kind));
      return found;
    };
    const crlf = text.replaceAll("\n", "\r\n");
    expect(parseCodes(crlf)).toEqual([]);
    expect(kinds(crlf)).toEqual(kinds(text));
  });

  it("is diagnosed wherever it is cut off inside a bracket or a string", () => {
    const missed: string[] = [];
    for (const end of findOpenOffsets(source(text))) {
      const { diagnostics } = parse(source(text.slice(0, end)));
      if (diagnostics.length === 0 || diagnostics.length > 2) {
        missed.push(`${diagnostics.length}: ${text.slice(Math.max(0, end - 40), end)}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it("is diagnosed with any one of the tokens that hold it together deleted", () => {
    const missed: string[] = [];
    for (const { image, startOffset } of parse(source(text)).tokens) {
      const end = startOffset + image.length;
      const without = text.slice(0, startOffset) + text.slice(end);
      // `assemble` in front of a name leaves the name, which is as good an expression.
      if (binding.has(image) && !/^assemble \w/.test(text.slice(startOffset))) {
        const { length } = parse(source(without)).diagnostics;
        if (length === 0 || length > 2) {
          missed.push(`${length}: ${text.slice(startOffset - 30, startOffset)}<${image}>`);
        }
      }
    }
    expect(missed).toEqual([]);
  });
});

const binding = new Set(
  (
    "( ) [ ] { } = : -> use as from type function workflow pipeline partition tile by halo fill assert do return " +
    "where in with after read of split at map over reduce fold shuffle into combine group join assemble train on " +
    "repeat for until if else try catch"
  ).split(" "),
);

describe("recovery", () => {
  const body = (...lines: readonly string[]) =>
    [
      "workflow one(a: int) -> int {",
      ...lines.map((line) => `  ${line}`),
      "  last = 1",
      "  return last",
      "}",
      "workflow two() -> int {",
      "  return 1",
      "}",
      "",
    ].join("\n");

  it.each([
    ["an unfinished step", ["b = map f over"], ["FLOW1012"], ["b"]],
    ["a missing right side", ["b ="], ["FLOW1012"], ["b"]],
    ["a missing operand", ["b = a +"], ["FLOW1012"], ["b"]],
    ["an unfinished call", ["b = f(a,", "c = 2"], ["FLOW1013"], ["b", "c"]],
    ["an unfinished member", ["b = a."], ["FLOW1012"], ["b"]],
    ["an unfinished list", ["b = [1, 2", "C[i] = f(i) where i in 0..3"], ["FLOW1013"], ["b", "C"]],
    ["an unclosed string", ['b = "abc', "c = 2"], ["FLOW1002"], ["b", "c"]],
    ["a stray bracket", ["b = a)", "c = 2"], ["FLOW1014"], ["b", "c"]],
    ["a missing clause word", ["b = shuffle a word into 3"], ["FLOW1012"], ["b"]],
    ["a missing comma", ["b = f(a a)"], ["FLOW1012"], ["b"]],
    [
      "options that are not closed",
      ["b = f(a) with { batch 16", "c = 2"],
      ["FLOW1013"],
      ["b", "c"],
    ],
    ["a block that is not closed", ["b = for x in a { x", "c = 2"], ["FLOW1013"], ["b", "c"]],
    [
      "a brace that is not opened",
      ["b = for x in a", "  x", "}", "c = 2"],
      ["FLOW1012"],
      ["b", "c"],
    ],
    [
      "an argument that is cut off by a block's end",
      ["b = f(for x in a { x)"],
      ["FLOW1013"],
      ["b"],
    ],
    ["two bindings on a line", ["b = 1 c = 2"], ["FLOW1018"], ["b", "c"]],
    ["unknown characters", ["b = a @ 1", "c = § 2"], ["FLOW1001", "FLOW1001"], ["b", "c"]],
    ["garbage between", ["b = 1", ") ] , : ->", "c = 2"], ["FLOW1014"], ["b", "c"]],
    ["a reserved word as a name", ["map = 1"], ["FLOW1015"], ["map"]],
    ["an annotated binding", ["b: int = 1"], ["FLOW1033"], ["b"]],
    ["a colon for the sign of a binding", ["b: 1"], ["FLOW1027"], ["b"]],
    ["a misspelt step", ["b = redcue f over a"], ["FLOW1025"], ["b"]],
  ])("keeps what is around %s", (_, lines, codes, names) => {
    expect(parseCodes(body(...lines))).toEqual(codes);
    expect(findBoundNames(body(...lines))).toEqual(["one", ...names, "last", "two"]);
  });

  it.each([
    ["type", ["FLOW1012"]],
    ["type A =", ["FLOW1012"]],
    ["type A = {", ["FLOW1013"]],
    ["use", ["FLOW1012"]],
    ["use { a", ["FLOW1013"]],
    ["function f", ["FLOW1012"]],
    ["function f(a: int, b", ["FLOW1012"]],
    ["function f() from", ["FLOW1012"]],
    ["workflow w", ["FLOW1012"]],
    ["workflow w() -> int", ["FLOW1012"]],
    ["workflow w() {", ["FLOW1013"]],
    ["workflow w() int {\n}", ["FLOW1012"]],
    ["pipeline p() -> int = partition", ["FLOW1012"]],
    ["typ A = int", ["FLOW1025"]],
    ["}", ["FLOW1014"]],
    ["a = 1", ["FLOW1024"]],
  ])("reads the declaration behind %j", (text, codes) => {
    const whole = `${text}\nworkflow next() -> int {\n  return 1\n}\n`;
    expect(parseCodes(whole)).toEqual(codes);
    expect(findBoundNames(whole)).toContain("next");
  });

  it("points from what is not closed to where it was opened", () => {
    const text = body("b = f(a");
    const [diagnostic] = parse(source(text)).diagnostics;
    expect(diagnostic?.secondary.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "(",
    ]);
  });
});

it("offers fixes that remove what they are offered for", () => {
  const remaining = listCodes().flatMap(([code, { example }]) => {
    if (!code.startsWith("FLOW1") || typeof example !== "string") {
      return [];
    }
    const { diagnostics } = parse(source(example));
    if (diagnostics.every(({ fixes }) => fixes.length === 0)) {
      return [];
    }
    const { text } = applyFixes("test.flow", example, chooseSuggestions(diagnostics));
    return parse(source(text)).diagnostics.map((left) => `${code}: ${left.code} ${left.message}`);
  });
  expect(remaining).toEqual([]);
});

it.each([
  ["parentheses", `a = ${"(".repeat(10_000)}`],
  ["closed parentheses", `a = ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
  ["lists", `a = ${"[".repeat(10_000)}`],
  ["records", `a = ${"{ a: ".repeat(10_000)}`],
  ["sums", `a = ${"1 + ".repeat(10_000)}1`],
  ["signs", `a = ${"-".repeat(10_000)}1`],
  ["negations", `a = ${"not ".repeat(10_000)}true`],
  ["members", `a = b${".c".repeat(10_000)}`],
  ["calls", `a = b${"()".repeat(10_000)}`],
  ["blocks", `a = ${"if b { ".repeat(10_000)}`],
  ["branches", `a = ${"if b { 1 } else ".repeat(10_000)} { 2 }`],
  ["loops", `a = ${"for b in c { ".repeat(10_000)}`],
  ["sums in parentheses", `a = ${"(1 + ".repeat(10_000)}`],
])("refuses %s nested too deeply, once, and reads what follows", (_, step) => {
  const { unit, diagnostics } = parseLawfully(
    source(`workflow w() -> int {\n  ${step}\n}\nworkflow next() -> int {\n  return 1\n}\n`),
  );
  expect(diagnostics.map(({ code }) => code)).toContain("FLOW1023");
  expect(diagnostics.length).toBeLessThanOrEqual(2);
  expect(unit.declarations.length).toBeGreaterThanOrEqual(1);
});

it.each([
  ["types", `type A = ${"{ a: ".repeat(10_000)}`],
  ["suffixes", `type A = int${"[]".repeat(10_000)}`],
  ["arguments of types", `type A = ${"list<".repeat(10_000)}`],
])("refuses %s nested too deeply", (_, text) => {
  expect(parseCodes(text)).toEqual(["FLOW1023"]);
});

it("takes two hundred operators, and ninety-nine parentheses", () => {
  const sum = `${"1 + ".repeat(200)}1`;
  const nested = `${"(".repeat(99)}1${")".repeat(99)}`;
  expect(parseCodes(`workflow w() -> int {\n  a = ${sum}\n  return ${nested}\n}\n`)).toEqual([]);
});

it.each([
  ["{".repeat(100_000)],
  ["}".repeat(100_000)],
  [`workflow w() {\n${"f(a b\n(".repeat(10_000)}`],
  [`workflow w() { a = "${"\\n".repeat(100_000)}" }`],
  ['"${'.repeat(50_000)],
  [`"x${")".repeat(100_000)}`],
  ["\u0000\uFFFF🙂".repeat(10_000)],
  [`workflow w() {\n${"x = { ( [\n".repeat(5_000)}`],
])("comes through %.20j", (text) => {
  expect(parseCodes(text).length).toBeGreaterThanOrEqual(0);
});

it("keeps nothing from one text to the next", () => {
  const broken = "workflow w( {\n  a = (\n";
  const first = parse(source(broken));
  parse(source('type A = { a: "'));
  expect(parse(source(broken))).toEqual(first);
});
