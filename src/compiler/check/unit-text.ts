import type { Unit } from "../syntax/ast.ts";

/** Bytes or milliseconds to one of each unit. */
export const unitFactors = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
} as const satisfies { readonly [U in Unit]: number };

export function unitKind(unit: Unit): "size" | "duration" {
  return unit.endsWith("B") ? "size" : "duration";
}

/** Whole bytes or milliseconds, half up. */
export function unitValue(number: number, unit: Unit): number {
  return Math.floor(number * unitFactors[unit] + 0.5);
}

/**
 * A size in bytes or a duration in milliseconds from the text of an argument or string literal, as `512 MB` or `1.5 h`.
 * Undefined where the text is none, or is past what an `int` can count.
 */
export function parseUnitText(text: string, kind: "size" | "duration"): number | undefined {
  const match = /^\s*([0-9]+(?:\.[0-9]+)?)\s*(ms|s|min|h|B|KB|MB|GB|TB)\s*$/.exec(text);
  const unit = match?.[2];
  if (match === null || !isUnit(unit) || unitKind(unit) !== kind) {
    return undefined;
  }
  const value = unitValue(Number(match[1]), unit);
  return Number.isSafeInteger(value) ? value : undefined;
}

function isUnit(text: string | undefined): text is Unit {
  return text !== undefined && Object.hasOwn(unitFactors, text);
}
