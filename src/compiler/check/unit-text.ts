import { DURATION_UNITS, parseWithUnit, SIZE_UNITS } from "../../shared/units.ts";
import type { Unit } from "../syntax/ast.ts";

const factors: Readonly<Record<Unit, number>> = { ...SIZE_UNITS, ...DURATION_UNITS };

export function unitKind(unit: Unit): "size" | "duration" {
  return unit.endsWith("B") ? "size" : "duration";
}

/** Whole bytes or milliseconds, half up. */
export function unitValue(number: number, unit: Unit): number {
  return Math.round(number * factors[unit]);
}

/**
 * A size in bytes or a duration in milliseconds from a string literal, as `512 MB` or `1.5 h`. Undefined where the text
 * is none, has no unit, or is past what an `int` can count.
 */
export function parseUnitText(text: string, kind: "size" | "duration"): number | undefined {
  return /[A-Za-z]\s*$/.test(text)
    ? parseWithUnit(text, kind === "size" ? SIZE_UNITS : DURATION_UNITS)
    : undefined;
}
