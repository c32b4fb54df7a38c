/** Units of sizes (powers of 1024, in bytes) and durations (in milliseconds), largest last. */

export const SIZE_UNITS = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
} as const;

export const DURATION_UNITS = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
} as const;

export type SizeUnit = keyof typeof SIZE_UNITS;
export type DurationUnit = keyof typeof DURATION_UNITS;

/**
 * Text like `512 MB`, `1.5h` or `90` to a whole number of the smallest unit, half up. Undefined where it is no number
 * with one of the units, or past 2^53.
 */
export function parseWithUnit(
  text: string,
  units: Readonly<Record<string, number>>,
): number | undefined {
  const [, digits, unit = ""] = /^([0-9]+(?:\.[0-9]+)?)[ \t]*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = unit === "" ? 1 : Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (digits === undefined || factor === undefined) {
    return undefined;
  }
  const whole = Math.round(Number(digits) * factor);
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** In the largest unit of which there is at least one, with at most one decimal: `1.5 MB`, `2 min`, `0 B`. */
export function formatWithUnit(amount: number, units: Readonly<Record<string, number>>): string {
  let best: readonly [string, number] | undefined;
  for (const [unit, factor] of Object.entries(units)) {
    if (best === undefined || amount >= factor) {
      best = [unit, factor];
    }
  }
  const [unit, factor] = best ?? ["", 1];
  return `${roundTo(amount / factor)} ${unit}`;
}

const roundTo = (amount: number): number => Math.round(amount * 10) / 10;
