import { expect, it } from "vitest";
import { excerpt } from "../../../src/shared/excerpt.ts";

it.each([
  ["short", 5, "short"],
  ["longer", 5, "longe… (1 more character)"],
  ["x".repeat(5_000_003), 3, "xxx… (5,000,000 more characters)"],
  [excerpt("longest", 5), 3, "lon… (4 more characters)"],
  [excerpt("longest", 3), 5, "lon… (4 more characters)"],
  ["ab\u{1f600}", 3, "ab… (2 more characters)"],
])("keeps the beginning of a text, and says what is left out", (text, most, expected) => {
  expect(excerpt(text, most)).toBe(expected);
});
