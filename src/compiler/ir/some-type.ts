import type { IrType } from "./type.ts";

/** Whether `isSought` holds for a type or for one that values of it hold: of parts, elements or fields. */
export function someType(type: IrType, isSought: (type: IrType) => boolean): boolean {
  if (isSought(type)) {
    return true;
  }
  switch (type.kind) {
    case "optional":
      return someType(type.type, isSought);
    case "list":
      return someType(type.element, isSought);
    case "map":
      return someType(type.value, isSought);
    case "record":
      return type.fields.some((field) => someType(field.type, isSought));
    default:
      return false;
  }
}
