/** Numbers as text, in the syntax of JSON: no plus sign, no leading zeros, no blanks. */

const INT_TEXT = /^(?:0|-?[1-9][0-9]*)$/;
const FLOAT_TEXT = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Undefined where `text` is no integer, or not a safe one. */
export function parseIntText(text: string): number | undefined {
  const parsed = INT_TEXT.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(parsed) ? parsed : undefined;
}

/** `NaN`, `Infinity` and `-Infinity` too. Undefined where `text` is no number, or one past the range of a double. */
export function parseFloatText(text: string): number | undefined {
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") {
    return Number(text);
  }
  const parsed = FLOAT_TEXT.test(text) ? Number(text) + 0 : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}
