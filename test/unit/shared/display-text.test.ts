import { expect, it } from "vitest";
import { displayLine, displayText } from "../../../src/shared/display-text.ts";

it.each([
  ["ab", "ab", [0, 1, 2]],
  ["\ta", "    a", [0, 4, 5]],
  ["ab\tc", "ab  c", [0, 1, 2, 4, 5]],
  ["你a", "你a", [0, 2, 3]],
  ["e\u0301a", "e\u0301a", [0, 0, 1, 2]],
  ["\u{1f600}!", "\u{1f600}!", [0, 0, 2, 3]],
  ["\u{1f468}\u200d\u{1f469}x", "\u{1f468}\u200d\u{1f469}x", [0, 0, 0, 0, 0, 2, 3]],
  ["\u2764\ufe0fx", "\u2764\ufe0fx", [0, 0, 2, 3]],
  ["ｆ", "ｆ", [0, 2]],
  ["é", "é", [0, 1]],
  ["\u001b[31m", "␛[31m", [0, 1, 2, 3, 4, 5]],
  ["\u0000\u007f", "␀␡", [0, 1, 2]],
  ["a\u202eb", "a\ufffdb", [0, 1, 2, 3]],
  ["\ud800", "\ufffd", [0, 1]],
  ["", "", [0]],
])("shows %j as %j", (text, shown, columns) => {
  const line = displayLine(text);
  expect(line.cells.join("")).toBe(shown);
  expect(line.columns).toEqual(columns);
});

it("puts a text of several lines on one", () => {
  expect(displayText("one\r\n  two\n\nthree")).toBe("one two three");
});
