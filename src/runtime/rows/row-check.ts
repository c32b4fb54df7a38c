import type { IrType } from "../../compiler/ir/type.ts";
import { exactCheck } from "../values/exact.ts";

/**
 * Whether a value can be encoded as a row of the type as it stands. Less is asked than of an exact value, since encoding
 * leaves out what the type does not have and makes strings well-formed; false means "have a closer look". Generated, for
 * it runs for every record that a function gives.
 */
export function rowCheck(type: IrType): (value: unknown) => boolean {
  const parts = new Map<string, (value: unknown) => boolean>();
  const condition = conditionOf(type, "value", parts);
  // The text is made from field names and literals in JSON notation alone.
  const link = new Function(...parts.keys(), `"use strict"; return (value) => ${condition};`);
  return link(...parts.values()) as (value: unknown) => boolean; // what the text is
}

/** A JavaScript expression over `value`, an expression without effects. `parts` gets what it calls. */
function conditionOf(
  type: IrType,
  value: string,
  parts: Map<string, (value: unknown) => boolean>,
): string {
  switch (type.kind) {
    case "bool":
      return `typeof ${value} === "boolean"`;
    case "int":
      return `Number.isSafeInteger(${value})`;
    case "float":
      return `typeof ${value} === "number"`;
    case "string":
      return `typeof ${value} === "string"`;
    case "optional":
      return `(${value} === null || ${conditionOf(type.type, value, parts)})`;
    case "record":
      return [
        `typeof ${value} === "object" && ${value} !== null`,
        ...type.fields.map((field) =>
          conditionOf(field.type, `${value}[${JSON.stringify(field.name)}]`, parts),
        ),
      ].join(" && ");
    default: {
      const name = `part${parts.size}`;
      parts.set(name, exactCheck(type));
      return `${name}(${value})`;
    }
  }
}
