/** Values of type `json`: anything that JSON can say, and what functions mean by it. */
import type { Json } from "../../shared/json.ts";
import { isPlainObject } from "./plain-object.ts";
import { describeValue, type Place, type ProblemSink, report } from "./value-problem.ts";

/** Deeper values are refused, so that everything that walks a value may recurse. */
const DEEPEST = 200;

export function isExactJson(value: unknown): boolean {
  return isExactAt(value, DEEPEST);
}

function isExactAt(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "boolean":
      return true;
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) {
    return true;
  }
  if (levels === 0) {
    return false;
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!isExactAt(value[i], levels - 1)) {
        return false;
      }
    }
    return true;
  }
  if (!isPlainObject(value)) {
    return false;
  }
  for (const name in value) {
    if (!name.isWellFormed() || !isExactAt(value[name], levels - 1)) {
      return false;
    }
  }
  return true;
}

/**
 * NaN and the infinities become strings, -0 becomes 0, lone surrogates U+FFFD; fields that are undefined are left out; a
 * `Map` with string keys is an object, in its order. Anything else that is not JSON is a problem.
 */
export function normaliseJson(value: unknown, place: Place, sink: ProblemSink): Json {
  return normaliseAt(value, place, sink, DEEPEST);
}

function normaliseAt(value: unknown, place: Place, sink: ProblemSink, levels: number): Json {
  if (sink.problem !== undefined) {
    return null;
  }
  if (typeof value === "string") {
    return value.toWellFormed();
  }
  if (typeof value === "number") {
    return Number.isFinite(value) ? value + 0 : String(value);
  }
  if (typeof value === "boolean" || value === null) {
    return value;
  }
  const entries = entriesOf(value);
  if (!Array.isArray(value) && entries === undefined) {
    return report(sink, place, "json", describeValue(value));
  }
  if (levels === 0) {
    return report(sink, place, `at most ${DEEPEST} levels of json`, "more");
  }
  if (Array.isArray(value)) {
    return Array.from(value, (element, step) =>
      normaliseAt(element, { parent: place, step }, sink, levels - 1),
    );
  }
  const fields = (entries ?? []).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([step, field]) => [
      step.toWellFormed(),
      normaliseAt(field, { parent: place, step }, sink, levels - 1),
    ]),
  );
}

/** Of an object, or of a `Map` whose keys are strings; undefined for everything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (value instanceof Map) {
    const entries: readonly (readonly [unknown, unknown])[] = [...value];
    return entries.every(isStringKeyed) ? entries : undefined;
  }
  return isPlainObject(value) ? Object.entries(value) : undefined;
}

const isStringKeyed = (entry: readonly [unknown, unknown]): entry is readonly [string, unknown] =>
  typeof entry[0] === "string";
