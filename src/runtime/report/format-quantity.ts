/** Sizes, durations and counts in a few characters. Decimal point, no locale: the same everywhere. */

const SIZES = ["B", "KB", "MB", "GB", "TB"] as const;

/** Powers of 1024, as the language's own units: `1.4 MB`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < SIZES.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${threeDigits(value, unit === 0)} ${SIZES[unit]}`;
}

/** `14 ms`, `1.25 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 99_950) {
    return `${threeDigits(ms / 1_000, false)} s`;
  }
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) {
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `5 s`, `3 min 20 s`: of what changes while it is looked at. */
export function formatSeconds(ms: number): string {
  return ms < 99_500 ? `${Math.round(ms / 1_000)} s` : formatDuration(ms);
}

/** `1,234/s`, `2.5/s`, `12/min`, `3/h`, of so many a second. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 0.995) {
    const text = perSecond >= 99.5 ? formatCount(Math.round(perSecond)) : perSecond.toFixed(1);
    return `${text.replace(/\.0$/, "")}/s`;
  }
  return perSecond * 60 >= 0.995
    ? `${Math.round(perSecond * 60)}/min`
    : `${Math.max(1, Math.round(perSecond * 3_600))}/h`;
}

/** `1,234,567`. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

function threeDigits(value: number, whole: boolean): string {
  if (whole || value >= 99.95) {
    return String(Math.round(value));
  }
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
