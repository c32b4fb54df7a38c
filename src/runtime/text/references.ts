import { dirname, isAbsolute, resolve } from "node:path";
import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { IrField, IrType } from "../../compiler/ir/type.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import type { TaskStore } from "../store/object-store.ts";
import { storeKey } from "../store/store-failure.ts";
import { textOfFile } from "./text.ts";

/** A path in a record, relative to the file that names it, as the file it stands for. */
export function namedFile(store: TaskStore, path: string, namedIn: string): FileValue {
  const location =
    storeKey(path) !== undefined || isAbsolute(path) ? path : resolve(dirname(namedIn), path);
  const name = location.slice(location.lastIndexOf("/") + 1);
  return { path: location, name, size: store.size(location) };
}

/** The value with each path that stands where the type has a file, text or bytes replaced by that file. */
export function resolvePaths(store: TaskStore, type: IrType, value: Json, namedIn: string): Json {
  if (type.kind === "optional") {
    return value === null ? null : resolvePaths(store, type.type, value, namedIn);
  }
  if (!holdsReferences(type)) {
    return value;
  }
  if (typeof value === "string") {
    const file = namedFile(store, value, namedIn);
    return (type.kind === "file" ? file : textOfFile(file)) as unknown as Json; // both are JSON by their declaration
  }
  if (Array.isArray(value)) {
    return type.kind === "list"
      ? value.map((element) => resolvePaths(store, type.element, element, namedIn))
      : value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const typeOf = (name: string): IrType | undefined =>
    type.kind === "map" ? type.value : fieldsOf(type).find((field) => field.name === name)?.type;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const partType = typeOf(name);
      return [name, partType === undefined ? part : resolvePaths(store, partType, part, namedIn)];
    }),
  );
}

const fieldsOf = (type: IrType): readonly IrField[] => (type.kind === "record" ? type.fields : []);
