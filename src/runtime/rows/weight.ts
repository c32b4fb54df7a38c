import type { IrType } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";

/** About how many bytes a value takes in memory. It follows from the value alone, so that spill points are the same everywhere. */
export type Weigh = (value: Json) => number;

const SCALAR = 8;
const STRING = 24;
const OBJECT = 32;
const FIELD = 8;

/** By generated code: it runs for every record that is held. */
export function weigher(type: IrType): Weigh {
  // The text is made from field names in JSON notation alone.
  return new Function("weighAny", `"use strict"; return (value) => ${expression(type, "value")};`)(
    weighAny,
  ) as Weigh;
}

function expression(type: IrType, value: string): string {
  switch (type.kind) {
    case "string":
      return `(${STRING} + ${value}.length)`;
    case "bool":
    case "int":
    case "float":
    case "size":
    case "duration":
    case "null":
    case "literal":
      return String(SCALAR);
    case "optional":
      return `(${value} == null ? ${SCALAR} : ${expression(type.type, value)})`;
    case "record":
      return [
        String(OBJECT + FIELD * type.fields.length),
        ...type.fields.map((field) =>
          expression(field.type, `${value}[${JSON.stringify(field.name)}]`),
        ),
      ].join(" + ");
    default:
      return `weighAny(${value})`;
  }
}

/** Of a value whose type does not say much about its weight. */
function weighAny(value: Json): number {
  if (typeof value === "string") {
    return STRING + value.length;
  }
  if (typeof value !== "object" || value === null) {
    return SCALAR;
  }
  if (isList(value)) {
    return value.reduce((weight: number, element) => weight + FIELD + weighAny(element), OBJECT);
  }
  // Not by reading `inline`, which may make base64 of the bytes.
  const inline = Object.hasOwn(value, "inline") ? value["size"] : undefined;
  return typeof inline === "number"
    ? OBJECT + inline
    : Object.values(value).reduce(
        (weight: number, part) => weight + FIELD + weighAny(part),
        OBJECT,
      );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
