/**
 * Canonical JSON: the one text of a value, for output, digests and comparison. No white space; fields in the order the
 * value holds them; numbers as ECMAScript prints them (shortest form that reads back the same), -0 as 0; NaN and the
 * infinities as the strings "NaN", "Infinity", "-Infinity"; strings escaped as RFC 8785 does; a surrogate without its
 * other half is U+FFFD.
 */
import type { Json } from "./json.ts";

export function canonicalJson(value: Json): string {
  const text = JSON.stringify(value);
  // `JSON.stringify` differs in two cases only, and each leaves a mark: it writes NaN as null, and a lone surrogate as an
  // escape. Text that merely looks like one is the same by either way.
  return text.includes("\\ud") || (text.includes("null") && hasNonFinite(value))
    ? write(value)
    : text;
}

/** UTF-8 bytes of the canonical JSON, without building it. Past `limit` it stops and gives some number above `limit`. */
export function canonicalJsonSize(value: Json, limit: number = Number.POSITIVE_INFINITY): number {
  switch (typeof value) {
    case "string":
      return stringSize(value);
    case "number":
      return numberText(value).length;
    case "boolean":
      return value ? 4 : 5;
    default:
      return value === null ? 4 : compoundSize(value, limit);
  }
}

function hasNonFinite(value: Json): boolean {
  if (typeof value === "number") {
    return !Number.isFinite(value);
  }
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const parts: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return parts.some(hasNonFinite);
}

function write(value: Json): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.toWellFormed());
    case "number":
      return numberText(value);
    case "boolean":
      return value ? "true" : "false";
    default: {
      if (value === null) {
        return "null";
      }
      if (Array.isArray(value)) {
        return `[${value.map(write).join(",")}]`;
      }
      const entries = Object.entries(value).map(
        ([name, field]) => `${write(name)}:${write(field)}`,
      );
      return `{${entries.join(",")}}`;
    }
  }
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

function compoundSize(value: readonly Json[] | { readonly [key: string]: Json }, limit: number) {
  // Brackets, and one comma fewer than there are parts.
  let size = 1;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) {
      size += 1 + canonicalJsonSize(element, limit - size);
      if (size > limit) {
        return size;
      }
    }
  } else {
    for (const [name, field] of Object.entries(value)) {
      size += 2 + stringSize(name);
      size += canonicalJsonSize(field, limit - size);
      if (size > limit) {
        return size;
      }
    }
  }
  return size === 1 ? 2 : size;
}

function stringSize(text: string): number {
  let size = text.length + 2;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      if (unit < 0x20) {
        size += isShortEscape(unit) ? 1 : 5;
      } else if (unit === 0x22 || unit === 0x5c) {
        size += 1;
      }
    } else if (unit < 0x800) {
      size += 1;
    } else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      size += 2;
      i += 1;
    } else {
      size += 2;
    }
  }
  return size;
}

/** \b \t \n \f \r take two characters, other control characters six. */
const isShortEscape = (unit: number): boolean => unit >= 8 && unit <= 13 && unit !== 11;
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
