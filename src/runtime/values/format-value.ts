/** Values for people: in tables and messages. */
import type { IrType } from "../../compiler/ir/type.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { DURATION_UNITS, formatWithUnit, SIZE_UNITS } from "../../shared/units.ts";

/**
 * One line of at most `width` code points, cut with `…`. Sizes and durations stand with their unit, strings without
 * quotes, control characters as escapes, secrets not at all, files by their name.
 */
export function formatValue(value: Json, type: IrType, width = 80): string {
  return cut(format(value, type), width);
}

function format(value: Json, type: IrType): string {
  if (value === null) {
    return "null";
  }
  switch (type.kind) {
    case "optional":
      return format(value, type.type);
    case "secret":
      return "(secret)";
    case "size":
      return typeof value === "number" ? formatWithUnit(value, SIZE_UNITS) : plain(value);
    case "duration":
      return typeof value === "number" ? formatWithUnit(value, DURATION_UNITS) : plain(value);
    case "list": {
      const elements = Array.isArray(value) ? (value as readonly Json[]) : [];
      return `[${elements.map((element) => format(element, type.element)).join(", ")}]`;
    }
    case "record": {
      const record = value as JsonObject; // what the type says
      const fields = type.fields.map(
        (field) => `${field.name}: ${format(record[field.name] ?? null, field.type)}`,
      );
      return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    }
    case "map": {
      const entries = Object.entries(value).map(
        ([key, entry]) => `${key}: ${format(entry, type.value)}`,
      );
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "file":
      return typeof value === "object"
        ? plain((value as JsonObject)["name"] ?? null)
        : plain(value);
    default:
      return plain(value);
  }
}

/** Strings bare, other values as canonical JSON; what would move the cursor, as JSON escapes. */
function plain(value: Json): string {
  if (typeof value === "number") {
    return String(value);
  }
  if (typeof value !== "string") {
    return canonicalJson(value);
  }
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : json;
}

function cut(text: string, width: number): string {
  if (text.length <= width) {
    return text;
  }
  const points = Array.from(text);
  return points.length <= width ? text : `${points.slice(0, Math.max(0, width - 1)).join("")}…`;
}
