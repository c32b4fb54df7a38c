/**
 * Shapes: small decoders that take unknown JSON apart and say where it is wrong. They decode exactly: a field too many is
 * as wrong as one too few, since a Plan that another version wrote must not be half understood.
 */
import type { Json } from "../../shared/json.ts";

/** Reads `value` as a `T`, or throws `ShapeError`. `path` names the place, as in `body.nodes[3].expr`. */
export type Shape<T> = (value: unknown, path: string) => T;

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

/** Caught at the one entry that decodes, `decodePlan`. */
export class ShapeError extends Error {}

function refuse(path: string, expected: string, value: unknown): never {
  const found = value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
  throw new ShapeError(`${path === "" ? "the plan" : path}: expected ${expected}, found ${found}`);
}

export const string: Shape<string> = (value, path) =>
  typeof value === "string" ? value : refuse(path, "a string", value);

export const boolean: Shape<boolean> = (value, path) =>
  typeof value === "boolean" ? value : refuse(path, "true or false", value);

export const number: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isFinite(value) ? value : refuse(path, "a number", value);

export const count: Shape<number> = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? Number(value)
    : refuse(path, "a whole number", value);

export const json: Shape<Json> = (value, path) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "number") {
    return number(value, path);
  }
  if (Array.isArray(value)) {
    return value.map((item, i) => json(item, `${path}[${i}]`));
  }
  return entries(value, path, json);
};

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path);

/** Of an object's field: it may be absent, and then is absent from what is decoded. */
export interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

export const optional = <T>(shape: Shape<T>): OptionalShape<T> => ({ optional: shape });

export const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value, path) =>
    Array.isArray(value)
      ? value.map((item, i) => shape(item, `${path}[${i}]`))
      : refuse(path, "a list", value);

export const dictionary =
  <T>(shape: Shape<T>): Shape<{ readonly [key: string]: T }> =>
  (value, path) =>
    entries(value, path, shape);

export const literal =
  <const T extends string | number>(...values: readonly T[]): Shape<T> =>
  (value, path) =>
    values.find((candidate) => candidate === value) ??
    refuse(path, values.map((candidate) => JSON.stringify(candidate)).join(" or "), value);

/** For shapes that contain themselves. */
export const lazy =
  <T>(shape: () => Shape<T>): Shape<T> =>
  (value, path) =>
    shape()(value, path);

type Fields = { readonly [name: string]: Shape<unknown> | OptionalShape<unknown> };
type Decoded<F extends Fields> = {
  readonly [K in keyof F as F[K] extends Shape<unknown> ? K : never]: ShapeOf<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends Shape<unknown> ? never : K]?: F[K] extends OptionalShape<
    infer T
  >
    ? T
    : never;
};

export const object =
  <F extends Fields>(fields: F): Shape<Decoded<F>> =>
  (value, path) => {
    const found = asObject(value, path);
    for (const name of Object.keys(found)) {
      if (!Object.hasOwn(fields, name)) {
        throw new ShapeError(`${path === "" ? "the plan" : path}: unknown field ${name}`);
      }
    }
    const decoded: { [name: string]: unknown } = {};
    for (const [name, field] of Object.entries(fields)) {
      const at = path === "" ? name : `${path}.${name}`;
      const shape = typeof field === "function" ? field : field.optional;
      if (Object.hasOwn(found, name)) {
        decoded[name] = shape(found[name], at);
      } else if (shape === field) {
        throw new ShapeError(`${at} is missing`);
      }
    }
    // Each field was decoded by its own shape just above.
    return decoded as Decoded<F>;
  };

type Variants = { readonly [tag: string]: Shape<unknown> };

/** An object told apart by its field `tag`; the variants are `object` shapes that include that field. */
export const variant =
  <V extends Variants>(tag: string, variants: V): Shape<ShapeOf<V[keyof V]>> =>
  (value, path) => {
    const kind = asObject(value, path)[tag];
    if (typeof kind !== "string" || !Object.hasOwn(variants, kind)) {
      const known = Object.keys(variants).join(", ");
      throw new ShapeError(
        `${path === "" ? tag : `${path}.${tag}`}: ${JSON.stringify(kind)} is none of ${known}`,
      );
    }
    // The variant was looked up by the tag it decodes.
    return (variants[kind] as Shape<ShapeOf<V[keyof V]>>)(value, path);
  };

function asObject(value: unknown, path: string): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : refuse(path, "an object", value);
}

function entries<T>(value: unknown, path: string, shape: Shape<T>): { readonly [key: string]: T } {
  return Object.fromEntries(
    Object.entries(asObject(value, path)).map(([name, item]) => [
      name,
      shape(item, path === "" ? name : `${path}.${name}`),
    ]),
  );
}
