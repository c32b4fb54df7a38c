import type { Json, JsonObject } from "../shared/json.ts";
import { compareStrings, compareValues } from "../shared/order.ts";
import { badValue } from "./evaluation-error.ts";

/** Deep equality. Fields may stand in any order; NaN equals nothing, itself included. */
export function equal(a: Json, b: Json): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && equalLists(a, b);
  }
  return equalRecords(a as JsonObject, b as JsonObject); // neither null nor list
}

export const notEqual = (a: Json, b: Json): boolean => !equal(a, b);
export const not = (a: boolean): boolean => !a;

/** On two numbers (false with NaN), two strings by code point, or two bools. */
export function less(a: Json, b: Json): boolean {
  return typeof a === "string" ? compareStrings(a, b as string) < 0 : Number(a) < Number(b);
}

export function lessOrEqual(a: Json, b: Json): boolean {
  return typeof a === "string" ? compareStrings(a, b as string) <= 0 : Number(a) <= Number(b);
}

export const greater = (a: Json, b: Json): boolean => less(b, a);
export const greaterOrEqual = (a: Json, b: Json): boolean => lessOrEqual(b, a);

/** In the order of values, where NaN is last; the first of equals. */
export const min = (a: Json, b: Json): Json => (compareValues(b, a) < 0 ? b : a);
export const max = (a: Json, b: Json): Json => (compareValues(b, a) > 0 ? b : a);

export const minList = (list: readonly Json[]): Json => nonEmpty(list, "min").reduce(min);
export const maxList = (list: readonly Json[]): Json => nonEmpty(list, "max").reduce(max);

function nonEmpty(list: readonly Json[], name: string): readonly Json[] {
  return list.length === 0 ? badValue(`\`${name}\` of an empty list has no value`) : list;
}

function equalLists(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((element, i) => equal(element, b[i] ?? null));
}

function equalRecords(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name] ?? null))
  );
}
