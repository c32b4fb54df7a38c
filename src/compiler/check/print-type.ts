import { assertNever } from "../../shared/assert-never.ts";
import { printDimension } from "./dimension.ts";
import type { Type } from "./type.ts";

/** A type in the language's own words; a record under the name it was declared by. */
export function printType(type: Type): string {
  switch (type.kind) {
    case "literal":
      return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "optional":
      return `${printPart(type.type)}?`;
    case "list":
      return `${printPart(type.element)}[]`;
    case "record":
      return type.name ?? printFields(type);
    case "map":
      return `map<string, ${printType(type.value)}>`;
    case "tensor":
      return `tensor<${type.element}>[${type.dimensions.map(printDimension).join(", ")}]`;
    case "dataset":
      return type.element.kind === "file" ? "files" : `dataset<${printType(type.element)}>`;
    case "stream":
      return `stream<${printType(type.element)}>`;
    case "groups":
      return `groups<${[type.key, ...type.elements].map(printType).join(", ")}>`;
    case "nothing":
      return "no value";
    case "error":
      return "?";
    case "bool":
    case "int":
    case "float":
    case "string":
    case "duration":
    case "size":
    case "json":
    case "secret":
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "null":
    case "never":
      return type.kind;
    default:
      return assertNever(type);
  }
}

/** The two types of a conflict: where their names alone would look the same, records are written out. */
export function printTypes(expected: Type, found: Type): readonly [string, string] {
  const names = [printType(expected), printType(found)] as const;
  return names[0] === names[1] ? [printWithoutNames(expected), printWithoutNames(found)] : names;
}

function printFields(type: Extract<Type, { kind: "record" }>): string {
  return type.fields.length === 0
    ? "{}"
    : `{ ${type.fields.map((field) => `${field.name}: ${printType(field.type)}`).join(", ")} }`;
}

function printPart(type: Type): string {
  return type.kind === "literal" && type.values.length > 1
    ? `(${printType(type)})`
    : printType(type);
}

function printWithoutNames(type: Type): string {
  switch (type.kind) {
    case "record":
      return printFields(type);
    case "optional":
      return `${printWithoutNames(type.type)}?`;
    case "list":
      return `${printWithoutNames(type.element)}[]`;
    case "dataset":
    case "stream":
      return `${type.kind}<${printWithoutNames(type.element)}>`;
    default:
      return printType(type);
  }
}
