/** What a run returned, as files of a folder. */
import { renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { IrType } from "../../compiler/ir/type.ts";
import type { BytesValue, DatasetValue, TextValue } from "../../compiler/ir/value.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import { createFileTaskStore } from "../store/file-task-store.ts";
import type { TaskStore } from "../store/object-store.ts";
import { errorCode } from "../store/store-failure.ts";
import { TaskError } from "../task-error.ts";
import { createExporter, type Exporter, writeWhole, writing } from "./exporter.ts";
import { makeFolder } from "./make-folder.ts";
import { notFlat, type RowFormat, writeDataset } from "./write-dataset.ts";

export interface OutputRequest {
  readonly type: IrType;
  readonly value: Json;
  readonly storeRoot: string;
  /** Absent, or an empty folder. */
  readonly folder: string;
  readonly format: RowFormat;
}

export const RESULT_FILE = "result.json";

/**
 * A dataset's partitions stand in the folder itself, or in one named after the field that holds it; so do texts, bytes
 * and files. All other values stand together in `result.json`. The folder appears whole or not at all.
 */
export function writeOutput(request: OutputRequest): Result<void, Failure> {
  const { folder, storeRoot } = request;
  const partial = `${folder}.partial-${process.pid}`;
  const store = createFileTaskStore({ root: storeRoot, prefix: "output/" });
  try {
    rmSync(partial, { recursive: true, force: true });
    writing(partial, () => makeFolder(partial));
    const output = { store, exporter: createExporter(store, storeRoot), format: request.format };
    const rest = writeEntry(output, request.value, request.type, partial, "result");
    if (rest !== undefined) {
      writeWhole(join(partial, RESULT_FILE), `${canonicalJson(rest)}\n`);
    }
    writing(folder, () => {
      makeFolder(dirname(folder));
      removeEmpty(folder);
      renameSync(partial, folder);
    });
    return ok(undefined);
  } catch (error) {
    if (error instanceof TaskError) {
      return err(error.failure);
    }
    throw error;
  } finally {
    store.close();
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The first dataset of a result that cannot be CSV, and why; undefined where all can. */
export function notCsv(type: IrType, name = "the result"): string | undefined {
  switch (type.kind) {
    case "optional":
      return notCsv(type.type, name);
    case "dataset": {
      const reason = notFlat(type.element);
      return reason === undefined ? undefined : `${name} cannot be CSV: ${reason}`;
    }
    case "record":
      for (const field of type.fields) {
        const reason = notCsv(field.type, `\`${field.name}\``);
        if (reason !== undefined) {
          return reason;
        }
      }
      return undefined;
    default:
      return undefined;
  }
}

interface Output {
  readonly store: TaskStore;
  readonly exporter: Exporter;
  readonly format: RowFormat;
}

/** Writes what has files of its own; gives what belongs into `result.json`, or undefined. */
function writeEntry(
  output: Output,
  value: Json,
  type: IrType,
  folder: string,
  name: string,
): Json | undefined {
  const { store, exporter, format } = output;
  switch (type.kind) {
    case "optional":
      return value === null ? null : writeEntry(output, value, type.type, folder, name);
    case "dataset":
      writing(folder, () => makeFolder(folder));
      writeDataset(store, exporter, value as unknown as DatasetValue, type.element, folder, format);
      return undefined;
    case "text":
      writing(folder, () => makeFolder(folder));
      writeWhole(join(folder, `${name}.txt`), exporter.text(value as unknown as TextValue));
      return undefined;
    case "bytes":
      writing(folder, () => makeFolder(folder));
      writeWhole(join(folder, `${name}.bin`), exporter.bytes(value as unknown as BytesValue));
      return undefined;
    case "record": {
      if (!type.fields.some((field) => hasFiles(field.type))) {
        return exporter.value(value, type, folder);
      }
      return writeRecord(output, value, type, folder);
    }
    default:
      if (hasFiles(type)) {
        writing(folder, () => makeFolder(folder));
      }
      return exporter.value(value, type, folder);
  }
}

/** Each field that has files in a folder of its name, but a lone file, text or bytes beside the others. */
function writeRecord(
  output: Output,
  value: Json,
  type: Extract<IrType, { kind: "record" }>,
  folder: string,
): Json | undefined {
  invariant(typeof value === "object" && value !== null, "a record is an object");
  const fields = new Map(Object.entries(value));
  const rest: { [name: string]: Json } = {};
  for (const { name, type: fieldType } of type.fields) {
    const place = isLoneFile(fieldType) ? folder : join(folder, name);
    const left = writeEntry(output, fields.get(name) ?? null, fieldType, place, name);
    if (left !== undefined) {
      rest[name] = left;
    }
  }
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function isLoneFile(type: IrType): boolean {
  return type.kind === "optional"
    ? isLoneFile(type.type)
    : type.kind === "file" || type.kind === "text" || type.kind === "bytes";
}

/** Whether anything of the type is written outside `result.json`. */
function hasFiles(type: IrType): boolean {
  switch (type.kind) {
    case "dataset":
    case "file":
    case "text":
    case "bytes":
      return true;
    case "optional":
      return hasFiles(type.type);
    case "list":
      return hasFiles(type.element);
    case "map":
      return hasFiles(type.value);
    case "record":
      return type.fields.some((field) => hasFiles(field.type));
    default:
      return false;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") {
      throw error;
    }
  }
}
