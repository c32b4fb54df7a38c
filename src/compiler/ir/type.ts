/**
 * Types as the Plan carries them: closed, structural, JSON. `name` is the name a record type was declared under, for
 * people and generated declarations only; it never takes part in equality or digests.
 */
export type IrType =
  | { readonly kind: ScalarKind | ReferenceKind | "null" | "never" }
  /** One or more literal strings or ints, in written order: `"bsp" | "asp"`. */
  | { readonly kind: "literal"; readonly values: readonly (string | number)[] }
  /** `T?`; never nested, never around `null`. */
  | { readonly kind: "optional"; readonly type: IrType }
  | { readonly kind: "list"; readonly element: IrType }
  | { readonly kind: "record"; readonly name: string | null; readonly fields: readonly IrField[] }
  | { readonly kind: "map"; readonly value: IrType }
  /** Dimensions as printed normal forms (`m`, `2*n + 1`, `28`, `_`), outermost first. */
  | {
      readonly kind: "tensor";
      readonly element: TensorElement;
      readonly dimensions: readonly string[];
    }
  | { readonly kind: "dataset"; readonly element: IrType }
  | { readonly kind: "stream"; readonly element: IrType }
  /** What a shuffle makes: a key and one stream per input. */
  | { readonly kind: "groups"; readonly key: IrType; readonly elements: readonly IrType[] };

export type ScalarKind =
  | "bool"
  | "int"
  | "float"
  | "string"
  | "duration"
  | "size"
  | "json"
  | "secret";

export type ReferenceKind = "text" | "bytes" | "file" | "model";

export type TensorElement = "f32" | "f64" | "i32" | "i64" | "u8";

export interface IrField {
  readonly name: string;
  readonly type: IrType;
}

export type IrTypeOf<Kind extends IrType["kind"]> = Extract<IrType, { kind: Kind }>;
