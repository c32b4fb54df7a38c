/** From one type to another. */
import { canonicalJson, canonicalJsonSize } from "../shared/canonical-json.ts";
import type { Json } from "../shared/json.ts";
import { parseFloatText, parseIntText } from "../shared/number-text.ts";
import { badValue } from "./evaluation-error.ts";
import { chargeText } from "./meter.ts";

/** Parts of a value may stand in it many times: its text can be far larger than itself. */
const LONGEST_TEXT = 16 * 1024 * 1024;

/** Of a whole number in range, a bool (0 or 1), or a string as `string(n)` writes it. */
export function toInt(value: Json): number {
  if (typeof value === "boolean") {
    return value ? 1 : 0;
  }
  if (typeof value === "string") {
    return (
      parseIntText(value) ??
      badValue(
        `${shown(value)} is not an int; one is written like 12 or -7, and at most 9007199254740991 either way`,
      )
    );
  }
  const number = Number(value);
  if (!Number.isInteger(number)) {
    badValue(`${number} is not a whole number; \`floor\`, \`ceil\` or \`round\` make it one`);
  }
  return Number.isSafeInteger(number)
    ? number + 0
    : badValue(
        `${number} is not a safe integer (at most 9007199254740991 either way); wider ids are strings`,
      );
}

/** Of a number, or a string in JSON's number syntax, `NaN`, `Infinity` or `-Infinity`. */
export function toFloat(value: Json): number {
  if (typeof value !== "string") {
    return Number(value);
  }
  return (
    parseFloatText(value) ??
    badValue(`${shown(value)} is not a float; one is written like 1.5 or 2e-3`)
  );
}

/** A string as it is, a number as JSON writes it (NaN and the infinities bare), anything else as canonical JSON. */
export function toText(value: Json): string {
  if (typeof value === "string") {
    return value;
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  const size = canonicalJsonSize(value, LONGEST_TEXT);
  if (size > LONGEST_TEXT) {
    badValue("a value of more than 16 MiB of JSON is too large for a string");
  }
  chargeText(size);
  return canonicalJson(value);
}

/** The value as `json`: NaN and the infinities become the strings that JSON has for them. */
export function toJson(value: Json): Json {
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : String(value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(toJson)
    : Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toJson(field)]));
}

const shown = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
