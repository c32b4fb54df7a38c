/** A result as plain values of JavaScript, for a program that looks at it. */
import type { IrType } from "../../compiler/ir/type.ts";
import type { BytesValue, DatasetValue, FileValue, TextValue } from "../../compiler/ir/value.ts";
import type { ResultFile } from "../../sdk/test.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import type { TaskStore } from "../store/object-store.ts";
import { createExporter } from "./exporter.ts";
import { readDataset } from "./read-dataset.ts";

/** A shape that the type promises, and that only this runtime writes. */
const as = <T>(value: Json): T => value as T;

/**
 * Datasets as arrays, a `text` as a string, `bytes` as a Uint8Array, a file as its name and content; records have exactly
 * the declared fields.
 * @throws TaskError where something cannot be read.
 */
export function plainValue(store: TaskStore, root: string, value: Json, type: IrType): unknown {
  const exporter = createExporter(store, root);
  const plain = (inner: Json, innerType: IrType): unknown => {
    switch (innerType.kind) {
      case "optional":
        return inner === null ? null : plain(inner, innerType.type);
      case "dataset":
        return readDataset(store, as<DatasetValue>(inner)).flatMap((rows) =>
          [...rows].map((row) => plain(row, innerType.element)),
        );
      case "list":
        return as<readonly Json[]>(inner).map((item) => plain(item, innerType.element));
      case "record":
        return Object.fromEntries(
          innerType.fields.map((field) => [
            field.name,
            plain(as<JsonObject>(inner)[field.name] ?? null, field.type),
          ]),
        );
      case "map":
        return Object.fromEntries(
          Object.entries(as<JsonObject>(inner)).map(([key, item]) => [
            key,
            plain(item, innerType.value),
          ]),
        );
      case "file":
        return plainFile(store, as<FileValue>(inner));
      case "text":
        return exporter.text(as<TextValue>(inner));
      case "bytes":
        return new Uint8Array(exporter.bytes(as<BytesValue>(inner)));
      case "groups":
      case "stream":
        return invariant(false, `a ${innerType.kind} is no result`);
      default:
        return inner;
    }
  };
  return plain(value, type);
}

function plainFile(store: TaskStore, { path, name, size }: FileValue): ResultFile {
  const bytes = new Uint8Array(store.read(path, 0, size));
  try {
    return { name, content: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    // Not UTF-8, which is all that a fatal decoder complains of.
    return { name, content: bytes };
  }
}
