/** Paths inside a value, wherever its type has a reference, as the references themselves. */
import { printType } from "../../compiler/ir/print-type.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { FileValue } from "../../compiler/ir/value.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { findFile, listFiles, type PathProblem } from "./list-files.ts";

/** `value` fits `type` already, with strings for references. `base` is where relative paths start. */
export function resolvePaths(value: Json, type: IrType, base: string): Result<Json, PathProblem> {
  switch (type.kind) {
    case "optional":
      return value === null ? ok(null) : resolveOptional(value, type.type, base);
    case "file":
    case "model":
    case "tensor":
      return typeof value === "string" ? asJson(findFile(value, base)) : ok(value);
    case "text":
    case "bytes":
      return typeof value === "string" ? wholeFile(value, base) : ok(value);
    case "dataset":
      return type.element.kind === "file" && typeof value === "string"
        ? listed(value, base)
        : err(notGiven(type));
    case "list":
      return each(listElements(value), (element) => resolvePaths(element, type.element, base));
    case "record": {
      const fields = { ...(value as JsonObject) }; // it fits its type
      for (const field of type.fields) {
        const resolved = resolvePaths(fields[field.name] ?? null, field.type, base);
        if (!resolved.ok) {
          return resolved;
        }
        fields[field.name] = resolved.value;
      }
      return ok(fields);
    }
    case "map": {
      const entries = Object.entries(value as JsonObject); // it fits its type
      const values = each(
        entries.map(([, entry]) => entry),
        (entry) => resolvePaths(entry, type.value, base),
      );
      return values.ok
        ? ok(Object.fromEntries(entries.map(([key], i) => [key, values.value[i] ?? null])))
        : values;
    }
    case "bool":
    case "int":
    case "float":
    case "string":
    case "duration":
    case "size":
    case "json":
    case "secret":
    case "literal":
    case "null":
    case "never":
      return ok(value);
    case "stream":
    case "groups":
      return err(notGiven(type));
    default:
      return assertNever(type);
  }
}

function notGiven(type: IrType): PathProblem {
  const message = `a value of type ${printType(type)} cannot be given as an argument`;
  return { kind: "malformed", message };
}

/** A pattern without matches is null where null may stand. */
function resolveOptional(value: Json, type: IrType, base: string): Result<Json, PathProblem> {
  if (type.kind === "dataset" && typeof value === "string") {
    const files = listFiles(value, base);
    if (files.ok && files.value.length === 0) {
      return ok(null);
    }
  }
  return resolvePaths(value, type, base);
}

function wholeFile(path: string, base: string): Result<Json, PathProblem> {
  const file = findFile(path, base);
  return file.ok
    ? ok({
        ranges: [{ path: file.value.path, start: 0, end: file.value.size }],
        size: file.value.size,
      })
    : file;
}

function listed(pattern: string, base: string): Result<Json, PathProblem> {
  const files = listFiles(pattern, base);
  if (!files.ok) {
    return files;
  }
  return files.value.length === 0
    ? err({ kind: "absent", message: `no file matches ${pattern}` })
    : ok(files.value.map((file) => ({ ...file })));
}

function asJson(file: Result<FileValue, PathProblem>): Result<Json, PathProblem> {
  return file.ok ? ok({ ...file.value }) : file;
}

function listElements(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function each(
  values: readonly Json[],
  resolve: (value: Json) => Result<Json, PathProblem>,
): Result<readonly Json[], PathProblem> {
  const resolved: Json[] = [];
  for (const value of values) {
    const one = resolve(value);
    if (!one.ok) {
      return one;
    }
    resolved.push(one.value);
  }
  return ok(resolved);
}
