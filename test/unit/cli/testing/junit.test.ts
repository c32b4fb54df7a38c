import { expect, it } from "vitest";
import { escapeXml } from "../../../../src/cli/testing/junit.ts";

it.each([
  { text: `<a b="c">&'`, escaped: "&lt;a b=&quot;c&quot;&gt;&amp;'" },
  { text: "one\r\ntwo\tthree", escaped: "one&#10;two&#9;three" },
  { text: "\u001b[31mred\u001b[0m", escaped: "red" },
  { text: "\0\u0007\ufffe\ud800", escaped: "\ufffd\ufffd\ufffd\ufffd" },
  { text: "ä 😀", escaped: "ä 😀" },
])("escapes $text", ({ text, escaped }) => {
  expect(escapeXml(text)).toBe(escaped);
});
