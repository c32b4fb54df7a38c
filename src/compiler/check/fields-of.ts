import { type Field, sizeType, stringType, type Type } from "./type.ts";

/** What `x.name` may name: fields of a record, or what every file has. */
export function fieldsOf(type: Type): readonly Field[] {
  switch (type.kind) {
    case "record":
      return type.fields;
    case "file":
      return [
        { name: "path", type: stringType },
        { name: "name", type: stringType },
        { name: "size", type: sizeType },
      ];
    default:
      return [];
  }
}
