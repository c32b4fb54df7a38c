import type { FindMatches } from "./grep.types.ts";

export const findMatches: FindMatches = function* (input, pattern, ignoreCase) {
  const expression = new RegExp(pattern, ignoreCase ? "iu" : "u");
  let line = 0;
  for (const text of input.text().lines()) {
    line++;
    if (expression.test(text)) {
      yield { file: input.name, line, text };
    }
  }
};
