import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import type { BytesValue, FileValue, TextValue } from "../../compiler/ir/value.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { rawBytes } from "../rows/inline-bytes.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { createText, textOfFile } from "../text/text.ts";
import type { TaskContext } from "./environment.ts";
import { createFile, readRanges } from "./files.ts";

/** Makes of a value what a function is given for a parameter of the type. */
export type ToSdk = (value: Json) => unknown;

/** The identity for types without references, so that records are handed over as they are. */
export function toSdk(context: TaskContext, type: IrType): ToSdk {
  if (!holdsReferences(type)) {
    return (value) => value;
  }
  switch (type.kind) {
    case "file":
      return (value) => createFile(context, value as unknown as FileValue); // by its static type
    case "text":
      return (value) => createText(context, asText(value as unknown as TextValue | FileValue)); // by its static type
    case "bytes":
      return (value) => bytesOf(context, value as unknown as BytesValue | FileValue); // by its static type
    case "optional": {
      const inner = toSdk(context, type.type);
      return (value) => (value === null ? null : inner(value));
    }
    case "list": {
      const element = toSdk(context, type.element);
      return (value) => (value as readonly Json[]).map(element); // a list by its static type
    }
    case "map": {
      const entry = toSdk(context, type.value);
      return (value) =>
        Object.fromEntries(
          Object.entries(value as JsonObject).map(([key, part]) => [key, entry(part)]), // a map by its static type
        );
    }
    case "record": {
      const fields = type.fields.map(({ name, type: field }) => ({
        name,
        convert: toSdk(context, field),
      }));
      return (value) =>
        Object.fromEntries(
          fields.map(({ name, convert }) => [name, convert((value as JsonObject)[name] ?? null)]), // a record by its static type
        );
    }
    default:
      return () => {
        throw new TaskError(
          failureOf("bad-value", `functions of this version are given no ${type.kind}`),
        );
      };
  }
}

/** A file stands for its text where a function asks for one. */
const asText = (value: TextValue | FileValue): TextValue =>
  "ranges" in value ? value : textOfFile(value);

function bytesOf(context: TaskContext, value: BytesValue | FileValue): Uint8Array {
  return "inline" in value ? new Uint8Array(rawBytes(value)) : readRanges(context, asText(value));
}
