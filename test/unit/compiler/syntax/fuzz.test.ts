/** `npm run bench -- fuzz` does the same a hundred thousand times. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { createSourceFile } from "../../../../src/compiler/source/source-file.ts";
import { parse } from "../../../../src/compiler/syntax/parse.ts";
import { classifyTokens } from "../../../../src/compiler/syntax/semantic-tokens.ts";
import { mutantsOf } from "../../../support/mutants.ts";
import { programs } from "../../../support/programs.ts";
import { parseLawfully } from "../../../support/syntax-laws.ts";

it("makes a whole tree of every mutant, and the same one again", () => {
  fc.assert(
    fc.property(mutantsOf(programs), ({ text }) => {
      const file = createSourceFile("mutant.flow", text);
      const parsed = parseLawfully(file);
      classifyTokens(parsed);
      expect(parse(file).diagnostics).toEqual(parsed.diagnostics);
    }),
    { numRuns: 2_000, seed: 20_261_124 },
  );
});

it("makes a whole tree of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      parseLawfully(createSourceFile("any.flow", text));
    }),
    { numRuns: 1_000, seed: 20_261_124 },
  );
});
