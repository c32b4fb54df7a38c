import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { Text } from "../../sdk/text.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { inlineBytes } from "../rows/inline-bytes.ts";
import { rowCheck } from "../rows/row-check.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { textOfFile } from "../text/text.ts";
import { createDecoder } from "../values/decode.ts";
import { describeValue } from "../values/value-problem.ts";
import type { TaskContext } from "./environment.ts";
import { fileValueOf, storeContent, textValue } from "./files.ts";

/** Checks what a function gave against its type, and makes the value of it. Throws a `TaskError` (`bad-value`). */
export type FromSdk = (value: unknown) => Json;

/**
 * `bytes` stand inline in the records of a dataset and in an object of their own where control holds the value, which is
 * small. `name` is that of the function, for messages. `encoded` says that the value is at once encoded as a row.
 */
export function fromSdk(
  context: TaskContext,
  type: IrType,
  name: string,
  bytes: "inline" | "object",
  encoded = false,
): FromSdk {
  const decode = createDecoder(type);
  const convert = references(context, type, name, bytes);
  const canEncode = encoded && convert === undefined ? rowCheck(type) : never;
  return (value) => {
    if (canEncode(value)) {
      return value as Json; // what the check established
    }
    const decoded = decode(value);
    if (!decoded.ok) {
      throw badResult(name, decoded.error.message);
    }
    return convert === undefined ? decoded.value : convert(decoded.value, "");
  };
}

const never = (): boolean => false;

type Convert = (value: unknown, path: string) => Json;

/** Undefined where there are no references to convert. */
function references(
  context: TaskContext,
  type: IrType,
  name: string,
  bytes: "inline" | "object",
): Convert | undefined {
  if (!holdsReferences(type)) {
    return undefined;
  }
  const inside = (inner: IrType): Convert =>
    references(context, inner, name, bytes) ?? ((value) => value as Json); // decoded before
  switch (type.kind) {
    case "file":
      return (value, path) =>
        asJson(
          (isObject(value) ? fileValueOf(value) : undefined) ??
            refuse(name, path, "a file made by the context, or one that was given", value),
        );
    case "text":
      return (value, path) =>
        asJson(
          (typeof value === "string" || isObject(value)
            ? textValue(context, value as string | Text)
            : undefined) ?? refuse(name, path, "text", value),
        );
    case "bytes":
      return (value, path) => {
        if (!(value instanceof Uint8Array)) {
          return refuse(name, path, "a Uint8Array", value);
        }
        return asJson(
          bytes === "inline"
            ? inlineBytes(new Uint8Array(value))
            : textOfFile(storeContent(context, "bytes", [value])),
        );
      };
    case "optional": {
      const inner = inside(type.type);
      return (value, path) => (value === null ? null : inner(value, path));
    }
    case "list": {
      const element = inside(type.element);
      return (value, path) =>
        (value as readonly unknown[]).map((part, index) => element(part, `${path}[${index}]`)); // decoded before
    }
    case "map": {
      const entry = inside(type.value);
      return (value, path) =>
        Object.fromEntries(
          Object.entries(value as JsonObject).map(([key, part]) => [
            // decoded before
            key,
            entry(part, `${path}[${JSON.stringify(key)}]`),
          ]),
        );
    }
    case "record": {
      const fields = type.fields.map((field) => ({
        name: field.name,
        convert: inside(field.type),
      }));
      return (value, path) =>
        Object.fromEntries(
          fields.map((field) => [
            field.name,
            field.convert(
              (value as JsonObject)[field.name] ?? null, // decoded before
              path === "" ? field.name : `${path}.${field.name}`,
            ),
          ]),
        );
    }
    default:
      return (value, path) => refuse(name, path, `no ${type.kind} in this version`, value);
  }
}

function refuse(name: string, path: string, expected: string, found: unknown): never {
  const place = path === "" ? "" : `${path}: `;
  throw badResult(name, `${place}expected ${expected}, found ${describeValue(found)}`);
}

export function badResult(name: string, problem: string): TaskError {
  return new TaskError(
    failureOf("bad-value", `\`${name}\` gave a value of the wrong type: ${problem}`),
  );
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** References are JSON by their declarations in `ir/value.ts`. */
const asJson = (reference: object): Json => reference as Json;
