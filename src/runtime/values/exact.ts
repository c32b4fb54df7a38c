/**
 * The fast half of decoding: whether a JavaScript value is already the value of a type, so that it can be taken as it
 * stands. False means "perhaps not", and `decode.ts` has a closer look. Compiled to closures, since it runs for every
 * record that a function gives.
 */
import type { IrField, IrType } from "../../compiler/ir/type.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { isExactJson } from "./json-value.ts";
import { compareKeys } from "./map-keys.ts";
import { isPlainObject } from "./plain-object.ts";

export type ExactCheck = (value: unknown) => boolean;

export function exactCheck(type: IrType): ExactCheck {
  switch (type.kind) {
    case "bool":
      return (value) => typeof value === "boolean";
    case "int":
      return isExactInt;
    case "size":
    case "duration":
      return (value) => isExactInt(value) && Number(value) >= 0;
    case "float":
      return (value) => typeof value === "number" && !Object.is(value, -0);
    case "string":
    case "secret":
      return isExactString;
    case "json":
      return isExactJson;
    case "null":
      return (value) => value === null;
    case "never":
      return () => false;
    case "literal": {
      const { values } = type;
      return (value) => values.some((literal) => literal === value) && !Object.is(value, -0);
    }
    case "optional": {
      const inner = exactCheck(type.type);
      return (value) => value === null || inner(value);
    }
    case "list":
      return exactList(exactCheck(type.element));
    case "record":
      return exactRecord(type.fields);
    case "map":
      return exactMap(exactCheck(type.value));
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "tensor":
    case "dataset":
    case "stream":
    case "groups":
      return (value) => typeof value === "object" && value !== null;
    default:
      return assertNever(type);
  }
}

const isExactInt = (value: unknown): boolean =>
  Number.isSafeInteger(value) && !Object.is(value, -0);

const isExactString = (value: unknown): boolean =>
  typeof value === "string" && value.isWellFormed();

function exactList(element: ExactCheck): ExactCheck {
  return (value) => {
    if (!Array.isArray(value)) {
      return false;
    }
    for (let i = 0; i < value.length; i++) {
      if (!element(value[i])) {
        return false;
      }
    }
    return true;
  };
}

/** Exactly the declared fields, in declared order. `for … in` is the fastest way to see the keys in order. */
function exactRecord(fields: readonly IrField[]): ExactCheck {
  const names = fields.map((field) => field.name);
  const checks = fields.map((field) => exactCheck(field.type));
  return (value) => {
    if (!isPlainObject(value)) {
      return false;
    }
    let i = 0;
    for (const name in value) {
      if (name !== names[i] || checks[i]?.(value[name]) !== true) {
        return false;
      }
      i += 1;
    }
    return i === names.length;
  };
}

/** Keys in the order that JavaScript gives a map whose keys were added in ascending order. */
function exactMap(entry: ExactCheck): ExactCheck {
  return (value) => {
    if (!isPlainObject(value)) {
      return false;
    }
    let before: string | undefined;
    for (const key in value) {
      if (before !== undefined && compareKeys(before, key) > 0) {
        return false;
      }
      if (!isExactString(key) || !entry(value[key])) {
        return false;
      }
      before = key;
    }
    return true;
  };
}
