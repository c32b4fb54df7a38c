import type { Type } from "./type.ts";

/** Key types: `bool int string`, literal unions, their `?`, records of them. */
export function isKeyType(type: Type): boolean {
  switch (type.kind) {
    case "bool":
    case "int":
    case "string":
    case "literal":
    case "error":
    case "never":
      return true;
    case "optional":
      return isKeyType(type.type);
    case "record":
      return type.fields.every((field) => isKeyType(field.type));
    default:
      return false;
  }
}

/** What has an order: keys, all numbers, and records of what has one. */
export function isOrderType(type: Type): boolean {
  switch (type.kind) {
    case "bool":
    case "int":
    case "float":
    case "string":
    case "size":
    case "duration":
    case "literal":
    case "error":
    case "never":
      return true;
    case "optional":
      return isOrderType(type.type);
    case "record":
      return type.fields.every((field) => isOrderType(field.type));
    default:
      return false;
  }
}
