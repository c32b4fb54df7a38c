/** Whole programs for tests that want realistic input: the goldens of the parser, one each for what the language is for. */
import { readdirSync, readFileSync } from "node:fs";

export interface Program {
  readonly name: string;
  readonly text: string;
}

const cases = new URL("../golden/cases/parse/", import.meta.url);

export const programs: readonly Program[] = readdirSync(cases)
  .filter((name) => name.startsWith("program-"))
  .toSorted()
  .map((name) => ({
    name: name.slice("program-".length),
    text: readFileSync(new URL(`${name}/input.flow`, cases), "utf8"),
  }));
