import type { Json } from "../../shared/json.ts";

/**
 * A value as JSON that says all of it: bytes are base64, NaN and the infinities are named. Of fields, those that
 * are undefined or a function are left out, as in all JSON.
 * @throws TypeError for what has no JSON.
 */
export function jsonOf(value: unknown): Json {
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value + 0 : String(value);
    case "object":
      return value === null ? null : jsonOfObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no JSON, and cannot be kept in a snapshot`);
  }
}

function jsonOfObject(value: object): Json {
  if (value instanceof Uint8Array) {
    return { base64: Buffer.from(value).toString("base64") };
  }
  if (Array.isArray(value)) {
    return value.map(jsonOf);
  }
  const fields = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    fields.flatMap(([name, field]) =>
      field === undefined || typeof field === "function" ? [] : [[String(name), jsonOf(field)]],
    ),
  );
}
