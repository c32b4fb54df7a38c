import { UsageError } from "./usage-error.ts";

/** The value of an option that takes a whole number; undefined where it is not given. */
export function readWhole(option: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`--${option} takes a whole number, not '${text}'`);
  }
  return value;
}
