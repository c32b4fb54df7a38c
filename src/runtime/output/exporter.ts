/** Values as they stand in a result: plain JSON, in which files are paths and texts are their content. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IrType } from "../../compiler/ir/type.ts";
import type { BytesValue, FileValue, TextValue } from "../../compiler/ir/value.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { createMeter } from "../meter.ts";
import { objectPath } from "../store/file-system.ts";
import type { TaskStore } from "../store/object-store.ts";
import { fileFailure, storeKey } from "../store/store-failure.ts";
import { failureOf, TaskError } from "../task-error.ts";
import { readChunks } from "../text/byte-chunks.ts";
import { createText } from "../text/text.ts";

export interface Exporter {
  /**
   * Exactly what the type declares, in declared order. Files that the run made are copied into `folder`, under their own
   * names; what stands for them is that name, or the path of a file that was there before.
   * @throws TaskError where two files of a folder have one name, or something cannot be read or written.
   */
  value(value: Json, type: IrType, folder: string): Json;
  bytes(value: BytesValue): Buffer;
  text(value: TextValue): string;
}

/** A shape that the type promises, and that only this runtime writes. */
const as = <T>(value: Json): T => value as T;

export function createExporter(store: TaskStore, storeRoot: string): Exporter {
  const context = { store, meter: createMeter(() => performance.now()) };
  /** Folder and name of each file copied, with where it came from. */
  const copied = new Map<string, string>();

  const file = ({ path, name }: FileValue, folder: string): string => {
    const key = storeKey(path);
    if (key === undefined) {
      return path;
    }
    const target = join(folder, name);
    const source = copied.get(target);
    if (source === undefined) {
      writing(target, () => copyFileSync(objectPath(storeRoot, key), target));
      copied.set(target, path);
    } else if (source !== path) {
      throw new TaskError(
        failureOf("input", `two files of the result are called ${name}`, { item: name }),
      );
    }
    return name;
  };

  const bytes = (value: BytesValue): Buffer =>
    "inline" in value
      ? Buffer.from(value.inline, "base64")
      : Buffer.concat(value.ranges.flatMap((range) => [...readChunks(context, range)]));

  const text = (value: TextValue): string => createText(context, value).string();

  const exported = (value: Json, type: IrType, folder: string): Json => {
    switch (type.kind) {
      case "optional":
        return value === null ? null : exported(value, type.type, folder);
      case "file":
        return file(as<FileValue>(value), folder);
      case "text":
        return text(as<TextValue>(value));
      case "bytes":
        return bytes(as<BytesValue>(value)).toString("base64");
      case "list":
        return as<readonly Json[]>(value).map((item) => exported(item, type.element, folder));
      case "record": {
        const record = as<{ readonly [name: string]: Json }>(value);
        const fields: { [name: string]: Json } = {};
        for (const { name, type: fieldType } of type.fields) {
          fields[name] = exported(record[name] ?? null, fieldType, folder);
        }
        return fields;
      }
      case "map": {
        const entries = Object.entries(as<{ readonly [key: string]: Json }>(value));
        return Object.fromEntries(
          entries.map(([key, item]) => [key, exported(item, type.value, folder)]),
        );
      }
      case "dataset":
      case "groups":
      case "stream":
        invariant(false, `a ${type.kind} has a place of its own in a result`);
        break;
      case "tensor":
      case "model":
        throw new TaskError(
          failureOf("input", `a ${type.kind} cannot be written to a result by this version`),
        );
      case "bool":
      case "int":
      case "float":
      case "string":
      case "duration":
      case "size":
      case "json":
      case "secret":
      case "null":
      case "never":
      case "literal":
        return value;
      default:
        return assertNever(type);
    }
  };
  return { value: exported, bytes, text };
}

/** @throws TaskError that names the file, where the disk is full or will not have it. */
export function writing<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (error instanceof TaskError) {
      throw error;
    }
    throw new TaskError(fileFailure(error, path, "write"), { cause: error });
  }
}

export function writeWhole(path: string, content: string | Uint8Array): void {
  writing(path, () => writeFileSync(path, content));
}
