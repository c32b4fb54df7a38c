/**
 * Types are shared while they are built and walked as trees after that, so a few declarations that use each other twice
 * could make one that no walk ends on. Bounded here: no real program comes near.
 */
import type { Type } from "./type.ts";

export interface TypeSize {
  readonly parts: number;
  readonly depth: number;
}

export const maxTypeParts = 10_000;
export const maxTypeDepth = 100;

export function isOversized(sizes: Map<Type, TypeSize>, type: Type): boolean {
  const { parts, depth } = sizeOf(sizes, type);
  return parts > maxTypeParts || depth > maxTypeDepth;
}

function sizeOf(sizes: Map<Type, TypeSize>, type: Type): TypeSize {
  const inner = partsOf(type);
  if (inner.length === 0) {
    return { parts: 1, depth: 1 };
  }
  const known = sizes.get(type);
  if (known !== undefined) {
    return known;
  }
  let parts = 1;
  let depth = 0;
  for (const part of inner) {
    const size = sizeOf(sizes, part);
    parts += size.parts;
    depth = Math.max(depth, size.depth);
  }
  const size = { parts, depth: depth + 1 };
  sizes.set(type, size);
  return size;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "optional":
      return [type.type];
    case "list":
    case "dataset":
    case "stream":
      return [type.element];
    case "map":
      return [type.value];
    case "record":
      return type.fields.map((field) => field.type);
    case "groups":
      return [type.key, ...type.elements];
    default:
      return [];
  }
}
