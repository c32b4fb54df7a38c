import { fits } from "./assignable.ts";
import { fieldOf, hasNull, optionalOf, recordOf, type Type, withoutNull } from "./type.ts";

/**
 * The type of something that is one of two: equal, the one that the other fits, with null where either has it, and the
 * same for the parts of records of the same fields, of lists and of datasets. Undefined where there is none.
 */
export function commonType(a: Type, b: Type): Type | undefined {
  if (fits(a, b)) {
    return a.kind === "error" ? a : b;
  }
  if (fits(b, a)) {
    return a;
  }
  if (hasNull(a) || hasNull(b)) {
    const common = commonType(withoutNull(a), withoutNull(b));
    return common === undefined ? undefined : optionalOf(common);
  }
  if (a.kind === "literal" && b.kind === "literal") {
    const values = [...new Set([...a.values, ...b.values])];
    return values.every((value) => typeof value === typeof values[0])
      ? { kind: "literal", values }
      : undefined;
  }
  if ((a.kind === "list" && b.kind === "list") || (a.kind === "dataset" && b.kind === "dataset")) {
    const element = commonType(a.element, b.element);
    return element === undefined ? undefined : { kind: a.kind, element };
  }
  if (a.kind === "record" && b.kind === "record" && a.fields.length === b.fields.length) {
    const fields = a.fields.flatMap((field) => {
      const other = fieldOf(b, field.name);
      const type = other === undefined ? undefined : commonType(field.type, other.type);
      return type === undefined ? [] : [{ name: field.name, type }];
    });
    return fields.length === a.fields.length ? recordOf(fields) : undefined;
  }
  return undefined;
}
