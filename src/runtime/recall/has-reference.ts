import type { IrType } from "../../compiler/ir/type.ts";

/** Whether values of the type may refer to data that stands elsewhere. */
export function hasReference(type: IrType): boolean {
  switch (type.kind) {
    case "file":
    case "text":
    case "bytes":
    case "model":
    case "tensor":
      return true;
    case "optional":
      return hasReference(type.type);
    case "list":
      return hasReference(type.element);
    case "map":
      return hasReference(type.value);
    case "record":
      return type.fields.some((field) => hasReference(field.type));
    default:
      return false;
  }
}
