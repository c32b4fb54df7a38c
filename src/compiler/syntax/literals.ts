/** What number tokens mean. A token that was reported still has the value it most likely was to have. */
import type { Unit } from "./ast.ts";
import { resolveEscapes } from "./string-text.ts";
import type { Token } from "./tokens.ts";

const units: ReadonlySet<string> = new Set<Unit>([
  "ms",
  "s",
  "min",
  "h",
  "B",
  "KB",
  "MB",
  "GB",
  "TB",
]);

/** Spellings of other languages. */
const otherUnits: Readonly<Record<string, Unit>> = {
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  mins: "min",
  minute: "min",
  minutes: "min",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  byte: "B",
  bytes: "B",
  kb: "KB",
  mb: "MB",
  gb: "GB",
  tb: "TB",
  KiB: "KB",
  MiB: "MB",
  GiB: "GB",
  TiB: "TB",
};

const quantity = /^([0-9.]+)([ \t]*)([A-Za-z]+)$/;

export interface Quantity {
  readonly number: number;
  /** As written. */
  readonly unit: string;
  /** Undefined where no unit comes near. */
  readonly meant: Unit | undefined;
  /** Offset of the unit in the token. */
  readonly unitStart: number;
}

export function readQuantity(image: string): Quantity {
  const [, digits = "0", blanks = "", unit = ""] = quantity.exec(image) ?? [];
  return {
    number: Number.parseFloat(digits),
    unit,
    meant: isUnit(unit) ? unit : otherUnits[unit],
    unitStart: digits.length + blanks.length,
  };
}

export function isUnit(text: string): text is Unit {
  return units.has(text);
}

/** NaN where it is no safe integer. */
export function readInt(image: string): number {
  const value = Number.parseInt(image, 10);
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/** The text of a string token without holes. */
export function readString(token: Token): string {
  // The tokenizer leaves the text of a string whose quotes are wrong or missing in the payload.
  const payload: unknown = token.payload;
  return resolveEscapes(typeof payload === "string" ? payload : token.image.slice(1, -1));
}
