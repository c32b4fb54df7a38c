/**
 * Values from outside (what a function gave, a row, a parameter file), checked against a type and brought into the one
 * form that values have inside: docs/values.md, "Values from outside".
 */

import { printType } from "../../compiler/ir/print-type.ts";
import type { IrField, IrType } from "../../compiler/ir/type.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { DURATION_UNITS, parseWithUnit, SIZE_UNITS } from "../../shared/units.ts";
import { type ExactCheck, exactCheck } from "./exact.ts";
import { entriesOf, normaliseJson } from "./json-value.ts";
import { compareKeys } from "./map-keys.ts";
import {
  describeValue,
  type Place,
  type ProblemSink,
  report,
  type ValueProblem,
} from "./value-problem.ts";

export type Decoder = (value: unknown) => Result<Json, ValueProblem>;

export interface DecodeOptions {
  /** Fields that the type does not have: left out (the default), or a problem. */
  readonly extraFields?: "drop" | "refuse";
}

/**
 * A decoder compiled for a type. A value that is exact already is given back itself, not a copy. `root` names the value in
 * the paths of problems. References (files, texts, tensors, ...) are kept as they are, strings among them: a path is
 * resolved by whoever knows what it is relative to.
 */
export function createDecoder(
  type: IrType,
  root = "",
  { extraFields = "drop" }: DecodeOptions = {},
): Decoder {
  const isExact: ExactCheck = exactCheck(type);
  const rules: Rules = { refuseExtra: extraFields === "refuse" };
  return (value) => {
    if (isExact(value)) {
      return ok(value as Json); // what the check established
    }
    const sink: ProblemSink = { problem: undefined };
    const decoded = normalise(value, type, { parent: null, step: root }, sink, rules);
    return sink.problem === undefined ? ok(decoded) : err(sink.problem);
  };
}

/** Once; where many values of one type come, compile a decoder. */
export const decode = (
  value: unknown,
  type: IrType,
  root = "",
  options: DecodeOptions = {},
): Result<Json, ValueProblem> => createDecoder(type, root, options)(value);

/** Exactly the declared fields, in declared order, of a value that has at least these: what output writes. */
export function createProjector(type: IrType): (value: Json) => Json {
  const decoder = createDecoder(type);
  return (value) => {
    const projected = decoder(value);
    invariant(projected.ok, projected.ok ? "" : `a checked value: ${projected.error.message}`);
    return projected.value;
  };
}

export const project = (value: Json, type: IrType): Json => createProjector(type)(value);

interface Rules {
  readonly refuseExtra: boolean;
}

function normalise(
  value: unknown,
  type: IrType,
  place: Place,
  sink: ProblemSink,
  rules: Rules,
): Json {
  if (sink.problem !== undefined) {
    return null;
  }
  const mismatch = () => report(sink, place, printType(type), describeValue(value));
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? value : mismatch();
    case "int":
      return Number.isInteger(value) ? safeInt(Number(value), place, sink) : mismatch();
    case "size":
    case "duration":
      return unitCount(value, type.kind) ?? mismatch();
    case "float":
      return floatOf(value) ?? mismatch();
    case "string":
      return typeof value === "string" ? value.toWellFormed() : mismatch();
    case "secret":
      return typeof value === "string"
        ? value.toWellFormed()
        : report(sink, place, "a secret string", "something else");
    case "json":
      return normaliseJson(value, place, sink);
    case "null":
      return value === null || value === undefined ? null : mismatch();
    case "never":
      return mismatch();
    case "literal":
      return type.values.find((literal) => literal === value) ?? mismatch();
    case "optional":
      return value === null || value === undefined
        ? null
        : normalise(value, type.type, place, sink, rules);
    case "list":
      return isListLike(value)
        ? Array.from(value, (element, step) =>
            normalise(element, type.element, { parent: place, step }, sink, rules),
          )
        : mismatch();
    case "record":
      return typeof value === "object" && value !== null && !isListLike(value)
        ? normaliseRecord(value, type.fields, place, sink, rules)
        : mismatch();
    case "map": {
      const entries = entriesOf(value);
      return entries === undefined
        ? mismatch()
        : normaliseMap(entries, type.value, place, sink, rules);
    }
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "tensor":
    case "dataset":
    case "stream":
    case "groups":
      return typeof value === "string" || (typeof value === "object" && value !== null)
        ? (value as Json) // a reference, or what its reader will make one of
        : mismatch();
    default:
      return assertNever(type);
  }
}

function normaliseRecord(
  value: object,
  fields: readonly IrField[],
  place: Place,
  sink: ProblemSink,
  rules: Rules,
): Json {
  const read = value instanceof Map ? (name: string) => value.get(name) : ownReader(value);
  if (rules.refuseExtra) {
    const names = value instanceof Map ? [...value.keys()] : Object.keys(value);
    const extra = names.find((name) => !fields.some((field) => field.name === name));
    if (extra !== undefined) {
      const known = fields.map((field) => `\`${field.name}\``).join(", ");
      return report(sink, place, `only the fields ${known}`, `\`${String(extra)}\``);
    }
  }
  return Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      normalise(read(name), type, { parent: place, step: name }, sink, rules),
    ]),
  );
}

/** Fields of the object and, for instances of classes, getters; but nothing that every object inherits. */
function ownReader(value: object): (name: string) => unknown {
  return (name) =>
    name in {} && !Object.hasOwn(value, name) ? undefined : Reflect.get(value, name);
}

function normaliseMap(
  entries: readonly (readonly [string, unknown])[],
  type: IrType,
  place: Place,
  sink: ProblemSink,
  rules: Rules,
): Json {
  const sorted = entries
    .map(([key, entry]) => [key.toWellFormed(), entry] as const)
    .toSorted(([a], [b]) => compareKeys(a, b));
  return Object.fromEntries(
    sorted.map(([step, entry]) => [
      step,
      normalise(entry, type, { parent: place, step }, sink, rules),
    ]),
  );
}

function safeInt(value: number, place: Place, sink: ProblemSink): Json {
  return Number.isSafeInteger(value)
    ? value + 0
    : report(
        sink,
        place,
        "int",
        `${value}, which is not a safe integer (at most 9007199254740991 either way; wider ids are strings)`,
      );
}

function floatOf(value: unknown): number | undefined {
  if (typeof value === "number") {
    return value + 0;
  }
  return value === "NaN" || value === "Infinity" || value === "-Infinity"
    ? Number(value)
    : undefined;
}

/** A count of bytes or milliseconds, or text with a unit. */
function unitCount(value: unknown, kind: "size" | "duration"): number | undefined {
  if (typeof value === "string") {
    return parseWithUnit(value, kind === "size" ? SIZE_UNITS : DURATION_UNITS);
  }
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) + 0 : undefined;
}

/** Arrays, and typed arrays of numbers, which functions like to give for `int[]` and `float[]`. */
function isListLike(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
