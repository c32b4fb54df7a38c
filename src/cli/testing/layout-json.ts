/** JSON as people read and compare it: what fits into a line stands in one, and every row of several in its own. */
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";

const WIDTH = 100;

/** Without a line end. `before`: columns taken on the first line. */
export function layoutJson(value: Json, indent = "", before = indent.length): string {
  const line = inline(value);
  if (typeof value !== "object" || value === null || line.length === 2) {
    return line;
  }
  if (before + line.length <= WIDTH && indent !== "" && !holdsTable(value)) {
    return line;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const elements: readonly Json[] = value;
    const items = elements.map((item) => inner + layoutJson(item, inner));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const label = `${inner}${canonicalJson(name)}: `;
    return label + layoutJson(field, inner, label.length);
  });
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

/** Several rows, each of which has a line of its own, so that one more is one line more; or what holds such. */
function holdsTable(value: Json): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const parts: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  const isTable = Array.isArray(value) && parts.length > 1 && parts.some(isCompound);
  return isTable || parts.some(holdsTable);
}

const isCompound = (value: Json): boolean => typeof value === "object" && value !== null;

function inline(value: Json): string {
  if (Array.isArray(value)) {
    return `[${value.map(inline).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(
      ([name, field]) => `${canonicalJson(name)}: ${inline(field)}`,
    );
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return canonicalJson(value);
}
