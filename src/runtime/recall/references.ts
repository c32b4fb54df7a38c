/** References inside values that control holds, by their shape: each has exactly the fields that `ir/value.ts` gives it. */
import type { DatasetValue, FileValue, TextValue } from "../../compiler/ir/value.ts";
import type { Json, JsonObject } from "../../shared/json.ts";

export type Reference =
  | { readonly kind: "file"; readonly file: FileValue }
  | { readonly kind: "text"; readonly text: TextValue }
  | { readonly kind: "dataset"; readonly dataset: DatasetValue };

/** What a value refers to itself; undefined where it is no reference. A record that looks like one counts as one. */
export function referenceOf(value: JsonObject): Reference | undefined {
  // The shapes are disjoint, and each has been looked at field by field.
  switch (Object.keys(value).length) {
    case 2:
      return Array.isArray(value["ranges"]) && typeof value["size"] === "number"
        ? { kind: "text", text: value as unknown as TextValue }
        : undefined;
    case 3:
      return typeof value["path"] === "string" &&
        typeof value["name"] === "string" &&
        typeof value["size"] === "number"
        ? { kind: "file", file: value as unknown as FileValue }
        : undefined;
    case 4:
      return typeof value["manifest"] === "string" &&
        typeof value["partitions"] === "number" &&
        typeof value["records"] === "number" &&
        typeof value["bytes"] === "number"
        ? { kind: "dataset", dataset: value as unknown as DatasetValue }
        : undefined;
    default:
      return undefined;
  }
}

/** Every reference in a value, in the order in which it holds them. */
export function* referencesIn(value: Json): Generator<Reference> {
  if (typeof value !== "object" || value === null) {
    return;
  }
  if (!isObject(value)) {
    for (const element of value) {
      yield* referencesIn(element);
    }
    return;
  }
  const reference = referenceOf(value);
  if (reference !== undefined) {
    yield reference;
    return;
  }
  for (const field of Object.values(value)) {
    yield* referencesIn(field);
  }
}

export const isObject = (value: JsonObject | readonly Json[]): value is JsonObject =>
  !Array.isArray(value);

/** Locations of the files and texts in a value. */
export function locationsIn(value: Json): ReadonlySet<string> {
  const locations = new Set<string>();
  for (const reference of referencesIn(value)) {
    if (reference.kind === "file") {
      locations.add(reference.file.path);
    } else if (reference.kind === "text") {
      for (const { path } of reference.text.ranges) {
        locations.add(path);
      }
    }
  }
  return locations;
}
