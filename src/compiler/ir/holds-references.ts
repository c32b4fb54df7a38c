import { assertNever } from "../../shared/assert-never.ts";
import type { IrType } from "./type.ts";

/** Whether values of the type hold files, texts, bytes or models: data that functions are not given as JSON. */
export function holdsReferences(type: IrType): boolean {
  switch (type.kind) {
    case "file":
    case "text":
    case "bytes":
    case "model":
    case "tensor":
    case "dataset":
    case "stream":
    case "groups":
      return true;
    case "optional":
      return holdsReferences(type.type);
    case "list":
      return holdsReferences(type.element);
    case "map":
      return holdsReferences(type.value);
    case "record":
      return type.fields.some((field) => holdsReferences(field.type));
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
    case "literal":
      return false;
    default:
      return assertNever(type);
  }
}
