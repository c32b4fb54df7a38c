import { canonicalJson } from "../shared/canonical-json.ts";
import type { Json, JsonObject } from "../shared/json.ts";

const LONGEST = 100;

/** An element, printed shortly for a failure: a file by its path, a chunk by its place, other values as JSON. */
export function printItem(value: Json): string {
  const text = placeOf(value) ?? canonicalJson(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** `docs/a.txt, bytes 0 to 100` for a chunk; the path of a file. */
function placeOf(value: Json): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const { path, size, ranges } = value as JsonObject; // neither null nor a list
  if (typeof path === "string" && typeof size === "number") {
    return path;
  }
  const [first] = Array.isArray(ranges) ? ranges : [];
  if (first === undefined) {
    return undefined;
  }
  const range = first as JsonObject; // a chunk's ranges are `ByteRange`s
  return typeof range["path"] === "string"
    ? `${range["path"]}, bytes ${JSON.stringify(range["start"])} to ${JSON.stringify(range["end"])}`
    : undefined;
}
