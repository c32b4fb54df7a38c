/** Reads the values of options. All are constants, so there is no evaluation; undefined where a value has another shape. */
import type { Expr, Option, RangeExpr } from "../../syntax/ast.ts";
import { literalText } from "../assign.ts";
import { unitKind, unitValue } from "../unit-text.ts";

type Value = Option["values"][number];

export interface Interval {
  readonly min: number;
  readonly max: number;
}

export function readUnit(value: Value | undefined, kind: "size" | "duration"): number | undefined {
  if (value?.kind !== "UnitExpr" || unitKind(value.unit) !== kind) {
    return undefined;
  }
  const amount = unitValue(value.number, value.unit);
  return amount > 0 && Number.isSafeInteger(amount) ? amount : undefined;
}

/** `a` or `a .. b`, where `b` is not below `a`. */
export function readUnits(
  value: Value | undefined,
  kind: "size" | "duration",
): Interval | undefined {
  if (value?.kind !== "RangeExpr") {
    const amount = readUnit(value, kind);
    return amount === undefined ? undefined : { min: amount, max: amount };
  }
  const min = readUnit(value.from, kind);
  const max = readUnit(value.to, kind);
  return min === undefined || max === undefined || min > max ? undefined : { min, max };
}

/** A range of units of one kind that runs from the larger to the smaller. */
export function isInverted(value: Value): value is RangeExpr {
  if (value.kind !== "RangeExpr") {
    return false;
  }
  return (["size", "duration"] as const).some((kind) => {
    const from = readUnit(value.from, kind);
    const to = readUnit(value.to, kind);
    return from !== undefined && to !== undefined && from > to;
  });
}

export function readInt(value: Value | undefined, minimum: number): number | undefined {
  return value?.kind === "IntExpr" && value.value >= minimum ? value.value : undefined;
}

/** A number above 0, whole or not. */
export function readNumber(value: Value | undefined): number | undefined {
  return (value?.kind === "IntExpr" || value?.kind === "FloatExpr") && value.value > 0
    ? value.value
    : undefined;
}

export function readWord(value: Value | undefined): string | undefined {
  return value?.kind === "NameExpr" ? value.name : undefined;
}

export function readText(value: Value | undefined): string | undefined {
  return value === undefined || value.kind === "PercentLit" ? undefined : literalText(value);
}

export function isExpression(value: Value | undefined): value is Expr {
  return value !== undefined && value.kind !== "PercentLit";
}
