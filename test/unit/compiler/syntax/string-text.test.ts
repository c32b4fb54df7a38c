import { expect, it } from "vitest";
import { findBadEscapes, resolveEscapes } from "../../../../src/compiler/syntax/string-text.ts";

it.each([
  ["plain", "plain"],
  ['\\n\\t\\"\\\\\\$', '\n\t"\\$'],
  ["\\u{41}\\u{1F600}", "A😀"],
  ["\\\\n", "\\n"],
])("resolves %j", (text, value) => {
  expect(resolveEscapes(text)).toBe(value);
  expect(findBadEscapes(text)).toEqual([]);
});

it.each([
  ["a\\qb", "aqb", [{ start: 1, image: "\\q" }]],
  ["\\u", "u", [{ start: 0, image: "\\u" }]],
  ["\\u{}", "u{}", [{ start: 0, image: "\\u" }]],
  ["\\u{D800}", "\uFFFD", [{ start: 0, image: "\\u{D800}" }]],
  ["\\u{110000}", "\uFFFD", [{ start: 0, image: "\\u{110000}" }]],
  ["\\", "", [{ start: 0, image: "\\" }]],
])("finds what is wrong in %j", (text, value, bad) => {
  expect(findBadEscapes(text)).toEqual(bad);
  expect(resolveEscapes(text)).toBe(value);
});
