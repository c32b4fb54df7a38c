import { expect, it } from "vitest";
import { displayLine } from "../../../src/shared/display-text.ts";
import { shortenMiddle } from "../../../src/shared/shorten.ts";

it.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "ab…ef"],
  ["abcdef", 4, "a…ef"],
  ["abcdef", 2, "…f"],
  ["abcdef", 1, "…"],
  ["abcdef", 0, "…"],
  ["日本語日本語", 8, "日…本語"],
])("shortens %s to %i columns: %s", (text, width, expected) => {
  const shortened = shortenMiddle(text, width);
  expect(shortened).toBe(expected);
  expect(displayLine(shortened).cells.length).toBeLessThanOrEqual(Math.max(1, width));
});
