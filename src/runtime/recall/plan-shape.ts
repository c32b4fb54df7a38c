/** What a Plan says, without where in its source it says so. */
import type { Plan } from "../../compiler/ir/plan.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { isObject } from "./references.ts";

/** Fields for people: places in the source, and documentation. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["origin", "doc"]);

/** `part` is a Plan or a part of one. */
export function withoutPlaces(part: Json): Json {
  if (typeof part !== "object" || part === null) {
    return part;
  }
  if (!isObject(part)) {
    return part.map(withoutPlaces);
  }
  if (part["op"] === "const") {
    // A value of the user, whatever its fields are called.
    return part;
  }
  const shape: { [name: string]: Json } = {};
  for (const [name, field] of Object.entries(part)) {
    if (FOR_PEOPLE.has(name)) {
      continue;
    }
    // A type's name is for people, too.
    shape[name] = name === "name" && part["kind"] === "record" ? null : withoutPlaces(field);
  }
  return shape;
}

/** Whether two Plans say the same. */
export const samePlan = (a: Plan, b: Plan): boolean =>
  canonicalJson(withoutPlaces(a as unknown as Json)) ===
  canonicalJson(withoutPlaces(b as unknown as Json)); // Plans are JSON
