/** Values written as text on a command line. */
import { printType } from "../../compiler/ir/print-type.ts";
import type { IrType, IrTypeOf } from "../../compiler/ir/type.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { findDuplicateKey } from "../../shared/duplicate-key.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { decode } from "./decode.ts";
import { readScalar } from "./scalar-text.ts";

/**
 * The value that `text` writes, or a message that says what is expected and gives an example. Strings are taken as they
 * are, without quotes; lists, records and maps are JSON; paths (`file`, `files`, ...) stay strings.
 */
export function parseArgument(text: string, type: IrType): Result<Json, string> {
  switch (type.kind) {
    case "bool":
    case "int":
    case "float":
    case "size":
    case "duration": {
      const value = readScalar(text.trim(), type.kind);
      return value === undefined ? refuse(text, type) : ok(value);
    }
    case "string":
    case "secret":
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "tensor":
    case "dataset":
      return ok(text.toWellFormed());
    case "literal":
      return literalOf(text, type);
    case "optional":
      return text.trim() === "null" ? ok(null) : parseArgument(text, type.type);
    case "null":
      return text.trim() === "null" ? ok(null) : refuse(text, type);
    case "json":
    case "list":
    case "record":
    case "map":
      return fromJson(text, type);
    case "never":
    case "stream":
    case "groups":
      return err(`a value of type ${printType(type)} cannot be written as an argument`);
    default:
      return assertNever(type);
  }
}

function literalOf(text: string, type: IrTypeOf<"literal">): Result<Json, string> {
  const value = type.values.find((literal) => String(literal) === text.trim());
  return value === undefined
    ? err(`expected ${type.values.map(String).join(" or ")}, found ${JSON.stringify(text)}`)
    : ok(value);
}

function fromJson(text: string, type: IrType): Result<Json, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? ` (${error.message})` : "";
    return err(`expected ${printType(type)} as JSON${example(type)}${reason}`);
  }
  const twice = findDuplicateKey(text);
  if (twice !== undefined) {
    return err(`${JSON.stringify(twice.key)} stands twice in one object`);
  }
  const value = decode(parsed, type, "", { extraFields: "refuse" });
  return value.ok ? value : err(`${value.error.message}${example(type)}`);
}

const refuse = (text: string, type: IrType): Result<never, string> =>
  err(`expected ${printType(type)}${example(type)}, found ${JSON.stringify(text)}`);

const example = (type: IrType): string => `, such as ${exampleOf(type)}`;

/** An argument of the type, as a user would write it. */
function exampleOf(type: IrType): string {
  switch (type.kind) {
    case "size":
      return "512 MB";
    case "duration":
      return "90 s";
    case "optional":
      return exampleOf(type.type);
    default:
      return JSON.stringify(exampleValue(type));
  }
}

function exampleValue(type: IrType): Json {
  switch (type.kind) {
    case "bool":
      return true;
    case "int":
      return 12;
    case "float":
      return 0.5;
    case "size":
      return "512 MB";
    case "duration":
      return "90 s";
    case "literal":
      return type.values[0] ?? null;
    case "optional":
      return exampleValue(type.type);
    case "list":
      return [exampleValue(type.element)];
    case "record":
      return Object.fromEntries(type.fields.map((field) => [field.name, exampleValue(field.type)]));
    case "map":
      return { key: exampleValue(type.value) };
    case "json":
      return { any: ["json"] };
    case "string":
    case "secret":
      return "text";
    case "null":
    case "never":
      return null;
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "tensor":
    case "dataset":
    case "stream":
    case "groups":
      return "path/to/file";
    default:
      return assertNever(type);
  }
}
