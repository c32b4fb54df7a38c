import fc from "fast-check";
import { expect, it } from "vitest";
import { compilePattern } from "../../../src/evaluator/pattern.ts";

const atoms = fc.constantFrom(
  ..."a b . \\d \\w \\W [ab] [^a] \\b ^ $ \\p{L} é \\.".split(" "),
  "[\\]a-]",
  "\\u{61}",
  "\\x62",
  "\\s",
  "\\cJ",
  "😀",
  "\\uD83D\\uDE00",
  "[😀-😂]",
  "\\u0061",
);

const patterns = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "medium" },
    atoms,
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(
        tie("pattern"),
        fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "{2}?", "{0}"),
      )
      .map(([a, quantifier]) => `(?:${a})${quantifier}`),
  ),
})).pattern;

const texts = fc
  .array(fc.constantFrom("a", "b", "1", "_", " ", "😀", "é", ".", "]", "-", "\n"))
  .map((characters) => characters.join(""));

it("matches what ECMAScript matches", () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(compilePattern(pattern)(text)).toBe(new RegExp(pattern, "u").test(text));
    }),
    { seed: 41, numRuns: 3000 },
  );
});

it("finds no place between two word characters inside a surrogate pair", () => {
  // V8's own `\B` does, although the text is a sequence of code points under the flag `u`.
  expect(compilePattern("\\B")("a😀a")).toBe(false);
});

it("goes on after it has forgotten transitions", () => {
  const matcher = compilePattern("^(?:[^x]{0,50}y)*z$");
  const text = Array.from({ length: 5000 }, (_, i) => `${String.fromCodePoint(0x4e00 + i)}y`);
  expect(matcher(`${text.join("")}z`)).toBe(true);
  expect(matcher(`${text.join("")}x`)).toBe(false);
});

it("keeps a great many patterns apart", () => {
  for (let i = 0; i < 1000; i++) {
    expect(compilePattern(`^${i}$`)(String(i))).toBe(true);
    expect(compilePattern(`^${i}$`)(String(i + 1))).toBe(false);
  }
});
