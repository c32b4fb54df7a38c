import fc from "fast-check";
import { expect, it } from "vitest";
import { createText } from "../../../src/runtime/text/text.ts";
import { countTokens, type TokenRules } from "../../../src/sdk/count-tokens.ts";
import { memoryFiles } from "../../support/read-context.ts";

const WORD = /[\p{L}\p{N}]+/gu;
const tokensOf = (line: string): readonly string[] => line.toLowerCase().match(WORD) ?? [];
const rules: TokenRules = {
  bytes: Uint8Array.from({ length: 128 }, (_, byte) =>
    /[0-9a-z]/i.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte).toLowerCase().charCodeAt(0)
      : 0,
  ),
  tokens: tokensOf,
};

function textOf(content: string | Uint8Array) {
  const bytes = Buffer.from(content);
  const path = "text.txt";
  return createText(memoryFiles({ [path]: bytes }), {
    ranges: [{ path, start: 0, end: bytes.length }],
    size: bytes.length,
  });
}

function counted(content: string | Uint8Array, by = rules): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [token, n] of countTokens(textOf(content), by)) {
    counts.set(token, (counts.get(token) ?? 0) + n);
  }
  return counts;
}

function countedPlainly(content: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of textOf(content).lines()) {
    for (const token of tokensOf(line)) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  return counts;
}

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "B", "z", "0"), minLength: 1, maxLength: 3 }),
  fc.string({ unit: fc.constantFrom("a", "B", "9"), minLength: 7, maxLength: 18 }),
  fc.constantFrom("É", "ǆ", "straße", "ΟΔΥΣΣΕΥΣ", "漢字", "İ", "١٢", "🎉", "\ufeff"),
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(" ", "\n", "\r\n", "'", "—", "", "--", "\t")), {
    maxLength: 200,
  })
  .map((parts) => parts.flat().join(""));

it("counts what a function that matches lines counts", () => {
  fc.assert(
    fc.property(text, (content) => {
      expect(counted(content)).toEqual(countedPlainly(content));
    }),
    { seed: 37, numRuns: 500 },
  );
});

it("keeps thousands of short and long tokens apart", () => {
  const words = Array.from({ length: 20_000 }, (_, i) =>
    i % 2 === 0 ? `w${i}` : `a longish token ${i}`.replaceAll(" ", "x"),
  );
  const counts = counted([...words, ...words.slice(0, 500)].join("\n"));
  expect(counts.size).toBe(20_000);
  expect(words.every((token, i) => counts.get(token) === (i < 500 ? 2 : 1))).toBe(true);
});

it("takes any tokens from lines that are not ASCII", () => {
  const odd = ["", "\0", "\0\0", "\0a", "a", "a\0", "12345678", "123456789", "é"];
  const counts = counted("é\n", { ...rules, tokens: () => [...odd, ...odd] });
  expect(counts).toEqual(new Map(odd.map((token) => [token, 2])));
});

it("gives out what it has where there are very many tokens, and goes on", () => {
  const block = Array.from({ length: 30_000 }, (_, i) => `token-${i}-${"x".repeat(40)}`).join("\n");
  const many = Array.from({ length: 30 }, (_, i) => block.replaceAll("token", `t${i}`)).join("\n");
  const counts = counted(many, {
    ...rules,
    bytes: Uint8Array.from({ length: 128 }, (_, byte) => (byte === 10 ? 0 : byte)),
  });
  expect(counts.size).toBe(900_000);
  expect(new Set(counts.values())).toEqual(new Set([1]));
}, 20_000);

it("refuses a table of another size", () => {
  expect(() => counted("a", { ...rules, bytes: new Uint8Array(256) })).toThrow(
    new RangeError("rules.bytes has a byte for each of 128, not 256"),
  );
});
