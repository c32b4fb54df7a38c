/**
 * The checker's types: as `IrType`, with dimensions that can be computed with, a type for what is wrong already, and one
 * for a callee that gives nothing. Structural; equal aliases are one object, so identity is the fast path everywhere.
 */
import type { ReferenceKind, ScalarKind, TensorElement } from "../ir/type.ts";
import type { Dimension } from "./dimension.ts";

export type Type =
  | SimpleType
  | LiteralsType
  | OptionalTypeOf
  | ListTypeOf
  | RecordTypeOf
  | MapTypeOf
  | TensorType
  | DatasetType
  | StreamType
  | GroupsType;

/**
 * `error` fits everything and is fitted by everything: its cause has been reported. `nothing` is the result of a function
 * without one; `never` the type of `fail`.
 */
export interface SimpleType {
  readonly kind: ScalarKind | ReferenceKind | "null" | "never" | "nothing" | "error";
}

/** Literal strings or ints, in written order, each once. */
export interface LiteralsType {
  readonly kind: "literal";
  readonly values: readonly (string | number)[];
}

/** Never around `null`, `error`, `never` or another optional. */
export interface OptionalTypeOf {
  readonly kind: "optional";
  readonly type: Type;
}

export interface ListTypeOf {
  readonly kind: "list";
  readonly element: Type;
}

export interface RecordTypeOf {
  readonly kind: "record";
  /** The alias it was declared under; takes no part in equality. */
  readonly name: string | undefined;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: Type;
}

export interface MapTypeOf {
  readonly kind: "map";
  readonly value: Type;
}

export interface TensorType {
  readonly kind: "tensor";
  readonly element: TensorElement;
  readonly dimensions: readonly Dimension[];
}

export interface DatasetType {
  readonly kind: "dataset";
  readonly element: Type;
}

export interface StreamType {
  readonly kind: "stream";
  readonly element: Type;
}

export interface GroupsType {
  readonly kind: "groups";
  readonly key: Type;
  readonly elements: readonly Type[];
}

export const boolType: Type = { kind: "bool" };
export const intType: Type = { kind: "int" };
export const floatType: Type = { kind: "float" };
export const stringType: Type = { kind: "string" };
export const durationType: Type = { kind: "duration" };
export const sizeType: Type = { kind: "size" };
export const jsonType: Type = { kind: "json" };
export const secretType: Type = { kind: "secret" };
export const textType: Type = { kind: "text" };
export const bytesType: Type = { kind: "bytes" };
export const fileType: Type = { kind: "file" };
export const modelType: Type = { kind: "model" };
export const nullType: Type = { kind: "null" };
export const neverType: Type = { kind: "never" };
export const nothingType: Type = { kind: "nothing" };
export const errorType: Type = { kind: "error" };
export const filesType: Type = { kind: "dataset", element: fileType };

export function listOf(element: Type): Type {
  return { kind: "list", element };
}

export function datasetOf(element: Type): Type {
  return { kind: "dataset", element };
}

export function recordOf(fields: readonly Field[], name?: string): RecordTypeOf {
  return { kind: "record", name, fields };
}

export function literalOf(values: readonly (string | number)[]): Type {
  return { kind: "literal", values: [...new Set(values)] };
}

/** `type?`; a type that has null already, or is no type, stays as it is. */
export function optionalOf(type: Type): Type {
  switch (type.kind) {
    case "optional":
    case "null":
    case "error":
      return type;
    case "never":
      return nullType;
    default:
      return { kind: "optional", type };
  }
}

/** `T` of `T?`; any other type as it is. */
export function withoutNull(type: Type): Type {
  return type.kind === "optional" ? type.type : type.kind === "null" ? neverType : type;
}

export function hasNull(type: Type): boolean {
  return type.kind === "optional" || type.kind === "null";
}

/** The scalar a literal type stands in for: `string` for `"a" | "b"`, `int` for `1 | 2`; any other type as it is. */
export function widened(type: Type): Type {
  if (type.kind !== "literal") {
    return type;
  }
  if (type.values.every((value) => typeof value === "string")) {
    return stringType;
  }
  return type.values.every((value) => typeof value === "number") ? intType : type;
}

export function fieldOf(type: RecordTypeOf, name: string): Field | undefined {
  return type.fields.find((field) => field.name === name);
}

export function isError(type: Type): boolean {
  return type.kind === "error";
}

/** Whether an error stands anywhere inside, so that nothing more should be said about the type. */
export function hasError(type: Type): boolean {
  return containsType(type, isError);
}

/** Whether `test` holds for the type or for one inside it. */
export function containsType(type: Type, test: (type: Type) => boolean): boolean {
  if (test(type)) {
    return true;
  }
  switch (type.kind) {
    case "optional":
      return containsType(type.type, test);
    case "list":
    case "dataset":
    case "stream":
      return containsType(type.element, test);
    case "map":
      return containsType(type.value, test);
    case "record":
      return type.fields.some((field) => containsType(field.type, test));
    case "groups":
      return (
        containsType(type.key, test) || type.elements.some((element) => containsType(element, test))
      );
    default:
      return false;
  }
}

/** Whether control would hold data of it by reference: a `for` over such elements may have calls. */
export function holdsReference(type: Type): boolean {
  return containsType(type, (part) => {
    switch (part.kind) {
      case "text":
      case "bytes":
      case "file":
      case "model":
      case "tensor":
      case "dataset":
      case "error":
        return true;
      default:
        return false;
    }
  });
}
