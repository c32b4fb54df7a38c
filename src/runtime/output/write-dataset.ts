import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { IrType } from "../../compiler/ir/type.ts";
import type { DatasetValue } from "../../compiler/ir/value.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import type { TaskStore } from "../store/object-store.ts";
import { writeCell } from "../values/csv-cell.ts";
import { type Exporter, writing } from "./exporter.ts";
import { readDataset } from "./read-dataset.ts";

export type RowFormat = "jsonl" | "csv";

/** Bytes gathered before they are written. */
const WRITE_SIZE = 1024 * 1024;

/** One `part-00000.jsonl` (or `.csv`, each with a header) per partition of the dataset, in `folder`. */
export function writeDataset(
  store: TaskStore,
  exporter: Exporter,
  value: DatasetValue,
  element: IrType,
  folder: string,
  format: RowFormat,
): void {
  const toLine = format === "csv" ? csvLine(element) : canonicalJson;
  for (const [i, rows] of readDataset(store, value).entries()) {
    const path = join(folder, `part-${String(i).padStart(5, "0")}.${format}`);
    writing(path, () => {
      const file = openSync(path, "wx");
      try {
        let text = format === "csv" ? `${csvHeader(element)}\n` : "";
        for (const row of rows) {
          text += `${toLine(exporter.value(row, element, folder))}\n`;
          if (text.length >= WRITE_SIZE) {
            writeSync(file, text);
            text = "";
          }
        }
        writeSync(file, text);
      } finally {
        closeSync(file);
      }
    });
  }
}

/** Why datasets of this element cannot be CSV: the first field that is no single cell. Undefined where they can. */
export function notFlat(element: IrType): string | undefined {
  if (element.kind !== "record") {
    return isCell(element) ? undefined : "its elements are no records";
  }
  const field = element.fields.find(({ type }) => !isCell(type));
  return field === undefined ? undefined : `its field \`${field.name}\` is no single value`;
}

function isCell(type: IrType): boolean {
  switch (type.kind) {
    case "optional":
      return isCell(type.type);
    case "list":
    case "record":
    case "map":
    case "json":
    case "tensor":
    case "model":
    case "dataset":
    case "stream":
    case "groups":
      return false;
    default:
      return true;
  }
}

/** Elements that are no records stand in one column. */
const csvHeader = (element: IrType): string =>
  element.kind === "record" ? element.fields.map(({ name }) => quoted(name)).join(",") : "value";

function csvLine(element: IrType): (row: Json) => string {
  if (element.kind !== "record") {
    return (row) => quoted(writeCell(row));
  }
  const names = element.fields.map(({ name }) => name);
  return (row) => {
    invariant(typeof row === "object" && row !== null, "a record was exported");
    const record: { readonly [name: string]: Json } = Object.fromEntries(Object.entries(row));
    return names.map((name) => quoted(writeCell(record[name] ?? null))).join(",");
  };
}

/** RFC 4180, section 2: cells with commas, quotes or line ends stand in quotes. */
const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
