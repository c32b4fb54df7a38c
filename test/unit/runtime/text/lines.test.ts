import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { TextValue } from "../../../../src/compiler/ir/value.ts";
import { createText } from "../../../../src/runtime/text/text.ts";
import { memoryFiles } from "../../../support/read-context.ts";

function whole(content: Uint8Array, path = "/f"): TextValue {
  return { ranges: [{ path, start: 0, end: content.length }], size: content.length };
}

function linesOf(content: string | Uint8Array, path = "/f"): readonly string[] {
  const bytes = Buffer.from(content);
  return [...createText(memoryFiles({ [path]: bytes }), whole(bytes, path)).lines()];
}

it.each([
  ["", []],
  ["a", ["a"]],
  ["a\n", ["a"]],
  ["\n", [""]],
  ["a\n\nb", ["a", "", "b"]],
  ["a\r\nb\r\n", ["a", "b"]],
  ["a\rb\n", ["a\rb"]],
  ["\r\n", [""]],
  ["é\n😀\n", ["é", "😀"]],
  ["\u{FEFF}a\nb\u{FEFF}\n", ["a", "b\u{FEFF}"]],
] as const)("reads %j as the lines %j", (content, lines) => {
  expect(linesOf(content)).toEqual(lines);
});

it("reads lines of any length, over the pieces in which a file is read", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc
          .tuple(fc.constantFrom("a", "é", "😀"), fc.nat(400_000))
          .map(([c, n]) => c.repeat(n / 10)),
        { minLength: 1, maxLength: 60 },
      ),
      fc.boolean(),
      (lines, compressed) => {
        const content = Buffer.from(`${lines.join("\n")}\n`);
        expect(compressed ? linesOf(gzipSync(content), "/f.gz") : linesOf(content)).toEqual(lines);
      },
    ),
    { seed: 2, numRuns: 12 },
  );
});

it("reads several ranges in order, any number of times", () => {
  const context = memoryFiles({ "/a": "1\n2\n3", "/b": "4\n5\n" });
  const text = createText(context, {
    ranges: [
      { path: "/a", start: 2, end: 5 },
      { path: "/b", start: 0, end: 2 },
    ],
    size: 5,
  });
  for (let time = 0; time < 2; time++) {
    expect([...text.lines()]).toEqual(["2", "3", "4"]);
    expect(text.string()).toBe("2\n34\n");
    expect(Buffer.from(text.bytes()).toString()).toBe("2\n34\n");
  }
});

it("replaces what is not UTF-8 and counts it, but not a replacement character that was there", () => {
  const content = Buffer.from([0x61, 0xff, 0x0a, 0xef, 0xbf, 0xbd, 0xc3, 0x0a, 0x62, 0x0a]);
  const context = memoryFiles({ "/f": content });
  const text = createText(context, whole(content));
  expect([...text.lines()]).toEqual(["a\u{FFFD}", "\u{FFFD}\u{FFFD}", "b"]);
  expect(context.meter.counts.replaced).toBe(2);
  expect(text.string()).toBe("a\u{FFFD}\n\u{FFFD}\u{FFFD}\nb\n");
  expect(context.meter.counts.replaced).toBe(4);
});

it("refuses a NUL in the first 8 KiB, and takes one later", () => {
  expect(() => linesOf(`${"a".repeat(8191)}\0\n`)).toThrow(/binary/u);
  expect(linesOf(`${"a".repeat(8192)}\0\n`)).toHaveLength(1);
  expect(() => linesOf(gzipSync("a\0b"), "/f.gz")).toThrow(/binary/u);
});

it("reports a file that has become shorter since it was listed", () => {
  const context = memoryFiles({ "/f": "a\nb\n" });
  const text = createText(context, { ranges: [{ path: "/f", start: 0, end: 100 }], size: 100 });
  expect(() => [...text.lines()]).toThrow(/has become shorter/u);
});
