import { assertNever } from "../../shared/assert-never.ts";
import type { IrType } from "../ir/type.ts";
import { printDimension } from "./dimension.ts";
import type { Type } from "./type.ts";

/** The type as the Plan carries it. A callee without a result gives null; the type of what is wrong is `never`. */
export function toIr(type: Type): IrType {
  switch (type.kind) {
    case "nothing":
      return { kind: "null" };
    case "error":
      return { kind: "never" };
    case "literal":
      return { kind: "literal", values: type.values };
    case "optional":
      return { kind: "optional", type: toIr(type.type) };
    case "list":
      return { kind: "list", element: toIr(type.element) };
    case "dataset":
      return { kind: "dataset", element: toIr(type.element) };
    case "stream":
      return { kind: "stream", element: toIr(type.element) };
    case "record":
      return {
        kind: "record",
        name: type.name ?? null,
        fields: type.fields.map((field) => ({ name: field.name, type: toIr(field.type) })),
      };
    case "map":
      return { kind: "map", value: toIr(type.value) };
    case "tensor":
      return {
        kind: "tensor",
        element: type.element,
        dimensions: type.dimensions.map(printDimension),
      };
    case "groups":
      return { kind: "groups", key: toIr(type.key), elements: type.elements.map(toIr) };
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
      return { kind: type.kind };
    default:
      return assertNever(type);
  }
}
