/** Types of flow as TypeScript. `flow.` is the module of the types an author imports, `src/sdk/index.ts`. */
import type { IrField, IrType, ReferenceKind, ScalarKind } from "../ir/type.ts";
import type { TypeNames } from "./type-names.ts";

/** The type of a value that a function is given, or of a part of one that it gives back. */
export function typeText(type: IrType, names: TypeNames): string {
  switch (type.kind) {
    case "literal":
      return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "optional":
      return `${typeText(type.type, names)} | null`;
    case "list":
      return `readonly ${asOperand(typeText(type.element, names))}[]`;
    case "record":
      return names.findRecord(type) ?? recordText(type.fields, names);
    case "map":
      return `Readonly<Record<string, ${typeText(type.value, names)}>>`;
    case "tensor":
      return `flow.Tensor<"${type.element}">`;
    case "dataset":
      return `flow.Dataset<${typeText(type.element, names)}>`;
    case "stream":
      return `Iterable<${typeText(type.element, names)}>`;
    case "null":
      return "null";
    // The checker keeps groups out of signatures; no value has the type `never`.
    case "groups":
    case "never":
      return "never";
    default:
      return simpleTypes[type.kind];
  }
}

/** The fields of a record type between braces, on one line. */
export function recordText(fields: readonly IrField[], names: TypeNames): string {
  const members = fields.map(({ name, type }) => `readonly ${name}: ${typeText(type, names)}`);
  return members.length === 0 ? "Readonly<Record<never, never>>" : `{ ${members.join("; ")} }`;
}

/** What a function may return. */
export function resultText(type: IrType | undefined, names: TypeNames): string {
  if (type === undefined) {
    return "unknown";
  }
  const element = streamElementText(type, names);
  return element === undefined
    ? `flow.Returned<${elementText(type, names)}>`
    : `flow.Stream<${element}>`;
}

/** What a function is likely to return, of all that it may. */
export function usualResultText(type: IrType | undefined, names: TypeNames): string {
  if (type === undefined) {
    return "void";
  }
  const element = streamElementText(type, names);
  return element === undefined ? typeText(type, names) : `Iterable<${element}>`;
}

/** Undefined where the result is no stream and no record of them. */
function streamElementText(type: IrType, names: TypeNames): string | undefined {
  if (type.kind === "stream" || type.kind === "dataset") {
    return elementText(type.element, names);
  }
  return type.kind === "record" && type.fields.some((field) => field.type.kind === "stream")
    ? type.fields.map((field) => taggedText(field, names)).join(" | ")
    : undefined;
}

/** An element of one of several streams: an object with the field of the stream it goes to. */
function taggedText({ name, type }: IrField, names: TypeNames): string {
  const element = type.kind === "stream" ? type.element : type;
  return `{ readonly ${name}: ${elementText(element, names)} }`;
}

/** Text that a function makes is a string more often than not. */
function elementText(type: IrType, names: TypeNames): string {
  return type.kind === "text" ? "flow.TextResult" : typeText(type, names);
}

function asOperand(text: string): string {
  return /^[\w.]+$|^\{[^|]*\}$|^[\w.]+<[^|]*>$/.test(text) ? text : `(${text})`;
}

const simpleTypes: Readonly<Record<ScalarKind | ReferenceKind, string>> = {
  bool: "boolean",
  int: "number",
  float: "number",
  string: "string",
  duration: "number",
  size: "number",
  json: "flow.Json",
  secret: "string",
  text: "flow.Text",
  bytes: "Uint8Array",
  file: "flow.File",
  model: "flow.Model",
};
