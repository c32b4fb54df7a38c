/** From one type to another. */
import { canonicalJson } from "../shared/canonical-json.ts";
import type { Json } from "../shared/json.ts";
import { badValue } from "./evaluation-error.ts";
import { chargeText } from "./meter.ts";

const INT_TEXT = /^(?:0|-?[1-9][0-9]*)$/;
const FLOAT_TEXT = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Of a whole number in range, a bool (0 or 1), or a string as `string(n)` writes it. */
export function toInt(value: Json): number {
  if (typeof value === "boolean") {
    return value ? 1 : 0;
  }
  if (typeof value === "string") {
    const parsed = INT_TEXT.test(value) ? Number(value) : Number.NaN;
    return Number.isNaN(parsed)
      ? badValue(`${shown(value)} is not an int; one is written like 12 or -7`)
      : safe(parsed, value);
  }
  const number = Number(value);
  if (!Number.isInteger(number)) {
    badValue(`${number} is not a whole number; \`floor\`, \`ceil\` or \`round\` make it one`);
  }
  return safe(number, String(number));
}

/** Of a number, or a string in JSON's number syntax, `NaN`, `Infinity` or `-Infinity`. */
export function toFloat(value: Json): number {
  if (typeof value !== "string") {
    return Number(value);
  }
  const parsed = parseFloatText(value);
  return parsed ?? badValue(`${shown(value)} is not a float; one is written like 1.5 or 2e-3`);
}

/** Undefined where `text` is no number, or one past the range of a double. */
export function parseFloatText(text: string): number | undefined {
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") {
    return Number(text);
  }
  const parsed = FLOAT_TEXT.test(text) ? Number(text) + 0 : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** A string as it is, a number as JSON writes it (NaN and the infinities bare), anything else as canonical JSON. */
export function toText(value: Json): string {
  if (typeof value === "string") {
    return value;
  }
  return typeof value === "number" ? String(value) : chargeText(canonicalJson(value));
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

function safe(number: number, written: string): number {
  return Number.isSafeInteger(number)
    ? number + 0
    : badValue(
        `${written} is not a safe integer (at most 9007199254740991 either way); wider ids are strings`,
      );
}

const shown = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
