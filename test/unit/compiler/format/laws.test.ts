import fc from "fast-check";
import { expect, it } from "vitest";
import { format } from "../../../../src/compiler/format/format.ts";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import { findFlowExamples } from "../../../support/flow-examples.ts";
import { expectFormatLaws } from "../../../support/format-laws.ts";
import { generateProgram, type ProgramOptions } from "../../../support/program-generator.ts";

const spacings: readonly ProgramOptions[] = [
  { size: 3, commentEvery: 0, oddEvery: 0, lineEnd: "\n" },
  { size: 3, commentEvery: 0, oddEvery: 4, lineEnd: "\n" },
  { size: 2, commentEvery: 12, oddEvery: 5, lineEnd: "\n" },
  { size: 2, commentEvery: 4, oddEvery: 0, lineEnd: "\r\n" },
];

const program = fc
  .tuple(fc.nat(), fc.constantFrom(...spacings))
  .map(([seed, options]) => generateProgram(seed, options));

it("keeps tree and comments of random programs, and gives the same layout again", () => {
  fc.assert(
    fc.property(program, (text) => {
      expect(typeof expectFormatLaws(text)).toBe("string");
    }),
    { seed: 2, numRuns: 400, endOnFailure: true },
  );
});

it.each(findFlowExamples())("keeps to the laws on $name", ({ text }) => {
  expectFormatLaws(text);
});

it("never throws, whatever the text", () => {
  const pieces = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    "=",
    "\n",
    "//",
    "/*",
    "*/",
    '"',
    "${",
    "/// x\n",
    "%",
  ];
  const garbage = fc
    .tuple(
      program,
      fc.array(fc.tuple(fc.nat(), fc.nat(8), fc.constantFrom("", ...pieces)), { maxLength: 4 }),
    )
    .map(([text, edits]) =>
      edits.reduce((edited, [at, length, piece]) => {
        const start = at % (edited.length + 1);
        return edited.slice(0, start) + piece + edited.slice(start + length);
      }, text),
    );
  fc.assert(
    fc.property(garbage, (text) => {
      const formatted = format(createSourceFile("garbage.flow", text));
      expect(formatted.ok || formatted.error.length > 0).toBe(true);
    }),
    { seed: 3, numRuns: 400, endOnFailure: true },
  );
});
