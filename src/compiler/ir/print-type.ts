import { assertNever } from "../../shared/assert-never.ts";
import type { IrType } from "./type.ts";

/** In the language's own notation. A named record is printed by its name, others field by field. */
export function printType(type: IrType): string {
  switch (type.kind) {
    case "literal":
      return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "optional":
      return `${atom(type.type)}?`;
    case "list":
      return `${atom(type.element)}[]`;
    case "record":
      return type.name ?? printRecord(type.fields);
    case "map":
      return `map<string, ${printType(type.value)}>`;
    case "tensor":
      return `tensor<${type.element}>[${type.dimensions.join(", ")}]`;
    case "dataset":
      return `dataset<${printType(type.element)}>`;
    case "stream":
      return `stream<${printType(type.element)}>`;
    case "groups":
      return `groups<${[type.key, ...type.elements].map(printType).join(", ")}>`;
    case "bool":
    case "int":
    case "float":
    case "string":
    case "duration":
    case "size":
    case "json":
    case "secret":
    case "null":
    case "never":
    case "text":
    case "bytes":
    case "file":
    case "model":
      return type.kind;
    default:
      return assertNever(type);
  }
}

/** The fields of a record, whether it has a name or not. */
export function printRecord(
  fields: readonly { readonly name: string; readonly type: IrType }[],
): string {
  return fields.length === 0
    ? "{}"
    : `{ ${fields.map((field) => `${field.name}: ${printType(field.type)}`).join(", ")} }`;
}

function atom(type: IrType): string {
  return type.kind === "literal" && type.values.length > 1
    ? `(${printType(type)})`
    : printType(type);
}
