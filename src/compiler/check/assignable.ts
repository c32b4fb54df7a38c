/** May a value of one type stand where another is asked, as it is? Conversions that need work are in `conversion.ts`. */
import { compareDimensions } from "./dimension.ts";
import { fieldOf, type RecordTypeOf, type Type } from "./type.ts";

/** Covariant throughout: nothing is ever written into a value. */
export function fits(from: Type, to: Type): boolean {
  if (from === to || from.kind === "error" || to.kind === "error" || from.kind === "never") {
    return true;
  }
  if (to.kind === "optional") {
    return from.kind === "null" || fits(from.kind === "optional" ? from.type : from, to.type);
  }
  switch (from.kind) {
    case "literal":
      return fitsLiteral(from.values, to);
    case "int":
      return to.kind === "int" || to.kind === "float" || to.kind === "json";
    case "optional":
      return to.kind === "json" && fits(from.type, to);
    case "list":
      return to.kind === "list" ? fits(from.element, to.element) : isJson(from, to);
    case "map":
      return to.kind === "map" ? fits(from.value, to.value) : isJson(from, to);
    case "record":
      return to.kind === "record" ? fitsRecord(from, to) : isJson(from, to);
    case "tensor":
      return to.kind === "tensor" && fitsTensor(from, to);
    case "dataset":
      return to.kind === "dataset" && fits(from.element, to.element);
    case "stream":
      return to.kind === "stream" && fits(from.element, to.element);
    case "groups":
      return to.kind === "groups" && fitsGroups(from, to);
    default:
      return from.kind === to.kind || isJson(from, to);
  }
}

export function sameType(a: Type, b: Type): boolean {
  return a === b || (fits(a, b) && fits(b, a));
}

/** Whether a value can be written as JSON: no data, no secret. */
export function isJsonValue(type: Type): boolean {
  switch (type.kind) {
    case "bool":
    case "int":
    case "float":
    case "string":
    case "duration":
    case "size":
    case "json":
    case "null":
    case "literal":
    case "never":
    case "error":
      return true;
    case "optional":
      return isJsonValue(type.type);
    case "list":
      return isJsonValue(type.element);
    case "map":
      return isJsonValue(type.value);
    case "record":
      return type.fields.every((field) => isJsonValue(field.type));
    default:
      return false;
  }
}

/** A path to the first part that does not fit, for a hint; undefined where the types as a whole are at odds. */
export function firstMisfit(
  from: Type,
  to: Type,
): { readonly path: string; readonly from: Type | undefined; readonly to: Type } | undefined {
  if (to.kind === "optional") {
    return firstMisfit(from.kind === "optional" ? from.type : from, to.type);
  }
  if (from.kind === "record" && to.kind === "record") {
    for (const field of to.fields) {
      const own = fieldOf(from, field.name);
      if (own === undefined) {
        return { path: field.name, from: undefined, to: field.type };
      }
      if (own !== undefined && !fits(own.type, field.type)) {
        const inner = firstMisfit(own.type, field.type);
        return inner === undefined
          ? { path: field.name, from: own.type, to: field.type }
          : { ...inner, path: `${field.name}.${inner.path}` };
      }
    }
    return undefined;
  }
  return (from.kind === "list" && to.kind === "list") ||
    (from.kind === "dataset" && to.kind === "dataset") ||
    (from.kind === "stream" && to.kind === "stream")
    ? firstMisfit(from.element, to.element)
    : undefined;
}

function isJson(from: Type, to: Type): boolean {
  return to.kind === "json" && isJsonValue(from);
}

function fitsLiteral(values: readonly (string | number)[], to: Type): boolean {
  switch (to.kind) {
    case "literal":
      return values.every((value) => to.values.includes(value));
    case "string":
      return values.every((value) => typeof value === "string");
    case "int":
    case "float":
      return values.every((value) => typeof value === "number");
    default:
      return to.kind === "json";
  }
}

function fitsRecord(from: RecordTypeOf, to: RecordTypeOf): boolean {
  return to.fields.every((field) => {
    const own = fieldOf(from, field.name);
    return own !== undefined && fits(own.type, field.type);
  });
}

/** Dimensions that cannot be decided are compared at run time. */
function fitsTensor(
  from: Extract<Type, { kind: "tensor" }>,
  to: Extract<Type, { kind: "tensor" }>,
): boolean {
  return (
    from.element === to.element &&
    from.dimensions.length === to.dimensions.length &&
    from.dimensions.every((dimension, axis) => {
      const other = to.dimensions[axis];
      return other !== undefined && compareDimensions(dimension, other) !== "unequal";
    })
  );
}

function fitsGroups(
  from: Extract<Type, { kind: "groups" }>,
  to: Extract<Type, { kind: "groups" }>,
): boolean {
  return (
    fits(from.key, to.key) &&
    from.elements.length === to.elements.length &&
    from.elements.every((element, index) => {
      const other = to.elements[index];
      return other !== undefined && fits(element, other);
    })
  );
}
