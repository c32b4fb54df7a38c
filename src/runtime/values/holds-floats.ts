import type { IrType } from "../../compiler/ir/type.ts";

/** Whether values of the type may hold NaN or infinities, which are strings in JSON. */
export function holdsFloats(type: IrType): boolean {
  switch (type.kind) {
    case "float":
      return true;
    case "optional":
      return holdsFloats(type.type);
    case "list":
      return holdsFloats(type.element);
    case "map":
      return holdsFloats(type.value);
    case "record":
      return type.fields.some((field) => holdsFloats(field.type));
    default:
      return false;
  }
}
