/**
 * Numbers. No operation gives -0: it would be written as 0, and then `1.0 / x` would depend on whether a value has been
 * through the store. Hence the `+ 0`, which changes -0 and nothing else.
 */
import { badValue } from "./evaluation-error.ts";

export function addInt(a: number, b: number): number {
  const sum = a + b;
  return Number.isSafeInteger(sum) ? sum : overflow(`${a} + ${signed(b)}`);
}

export function subInt(a: number, b: number): number {
  const difference = a - b;
  return Number.isSafeInteger(difference) ? difference : overflow(`${a} - ${signed(b)}`);
}

export function mulInt(a: number, b: number): number {
  const product = a * b + 0;
  return Number.isSafeInteger(product) ? product : overflow(`${a} * ${signed(b)}`);
}

/** Rounds down, exactly: a quotient of doubles could round up to the next integer. */
export function divInt(a: number, b: number): number {
  if (b === 0) {
    badValue(`\`${a} / 0\`: division by zero`);
  }
  const rest = a % b;
  const quotient = (a - rest) / b + 0;
  return rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient;
}

/** With the sign of the divisor, so that `a == (a / b) * b + a % b`. */
export function modInt(a: number, b: number): number {
  if (b === 0) {
    badValue(`\`${a} % 0\`: division by zero`);
  }
  return modFloat(a, b);
}

/** Of an int or a float. */
export const negate = (a: number): number => 0 - a;

export const addFloat = (a: number, b: number): number => a + b;
export const subFloat = (a: number, b: number): number => a - b;
export const mulFloat = (a: number, b: number): number => a * b + 0;
export const divFloat = (a: number, b: number): number => a / b + 0;

/** With the sign of the divisor, as for ints; NaN where `b` is 0 or `a` is infinite. */
export function modFloat(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b + 0 : rest + 0;
}

export const abs = (a: number): number => Math.abs(a);

/** To a whole number of bytes or milliseconds, half up. */
export function roundUnit(a: number): number {
  if (a < 0) {
    badValue(`a size or duration cannot be negative: ${a}`);
  }
  return toInt(Math.round(a), a);
}

export const ceil = (a: number): number => toInt(Math.ceil(a), a);
export const floor = (a: number): number => toInt(Math.floor(a), a);

/** Half away from zero: `round(-2.5)` is -3 as `round(2.5)` is 3. */
export const round = (a: number): number => toInt(a < 0 ? -Math.round(-a) : Math.round(a), a);

export const sqrt = (a: number): number => Math.sqrt(a) + 0;
export const exp = (a: number): number => Math.exp(a);
export const log = (a: number): number => Math.log(a) + 0;

/** From left to right, so that the first overflow is the same everywhere. */
export function sumInt(list: readonly number[]): number {
  let sum = 0;
  for (const element of list) {
    sum = addInt(sum, element);
  }
  return sum;
}

/** From left to right: float addition is not associative. */
export function sumFloat(list: readonly number[]): number {
  let sum = 0;
  for (const element of list) {
    sum += element;
  }
  return sum;
}

function toInt(whole: number, of: number): number {
  return Number.isSafeInteger(whole) ? whole + 0 : badValue(`${of} does not fit an int`);
}

function overflow(operation: string): never {
  return badValue(
    `\`${operation}\` does not fit an int (at most 9007199254740991 either way); use float where exactness is not needed`,
  );
}

const signed = (b: number): string => (b < 0 ? `(${b})` : String(b));
