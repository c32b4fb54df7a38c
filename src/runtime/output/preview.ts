/** The beginning of a result, for somebody who looks at it: a table per dataset, a line per value. */
import type { IrType } from "../../compiler/ir/type.ts";
import type { DatasetValue } from "../../compiler/ir/value.ts";
import type { Json, JsonObject } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Failure } from "../failure.ts";
import { formatCount } from "../report/format-quantity.ts";
import { createFileTaskStore } from "../store/file-task-store.ts";
import type { TaskStore } from "../store/object-store.ts";
import { TaskError } from "../task-error.ts";
import { formatValue } from "../values/format-value.ts";
import { readFirst } from "./read-dataset.ts";

export interface PreviewRequest {
  readonly type: IrType;
  readonly value: Json;
  readonly storeRoot: string;
  /** Elements shown of each dataset and list. */
  readonly rows: number;
}

/** Widest cell of a table. */
const CELL = 60;

/** Ends with a line end. */
export function previewResult({
  type,
  value,
  storeRoot,
  rows,
}: PreviewRequest): Result<string, Failure> {
  const store = createFileTaskStore({ root: storeRoot, prefix: "preview/" });
  try {
    return ok(`${previewEntry(store, value, type, rows).join("\n")}\n`);
  } catch (error) {
    if (error instanceof TaskError) {
      return err(error.failure);
    }
    throw error;
  } finally {
    store.close();
  }
}

function previewEntry(
  store: TaskStore,
  value: Json,
  type: IrType,
  limit: number,
): readonly string[] {
  if (type.kind === "optional") {
    return value === null ? ["null"] : previewEntry(store, value, type.type, limit);
  }
  if (type.kind === "dataset") {
    const dataset = value as unknown as DatasetValue; // what a dataset is to control
    return rowsTable(readFirst(store, dataset, limit), dataset.records, type.element);
  }
  if (type.kind === "list" && Array.isArray(value)) {
    const elements: readonly Json[] = value;
    return rowsTable(elements.slice(0, limit), elements.length, type.element);
  }
  if (type.kind === "record") {
    const record = value as JsonObject; // what the type says
    return type.fields.flatMap((field, index) => {
      const [only = "", ...more] = previewEntry(
        store,
        record[field.name] ?? null,
        field.type,
        limit,
      );
      const before = type.fields[index - 1];
      const gap = before !== undefined && (isTable(before.type) || isTable(field.type)) ? [""] : [];
      return isTable(field.type)
        ? [...gap, `${field.name}:`, only, ...more]
        : [...gap, `${field.name}: ${only}`];
    });
  }
  return [formatValue(value, type)];
}

function isTable(type: IrType): boolean {
  return type.kind === "optional"
    ? isTable(type.type)
    : type.kind === "dataset" || type.kind === "list" || type.kind === "record";
}

function rowsTable(shown: readonly Json[], total: number, element: IrType): readonly string[] {
  const rest = total - shown.length;
  const table =
    element.kind === "record"
      ? recordTable(shown, element.fields)
      : shown.map((row) => formatValue(row, element));
  return [
    ...(total === 0 ? ["(empty)"] : table),
    ...(rest > 0 ? [`… and ${formatCount(rest)} more`] : []),
  ];
}

function recordTable(
  rows: readonly Json[],
  fields: Extract<IrType, { kind: "record" }>["fields"],
): readonly string[] {
  const columns = fields.map(({ name, type }) => {
    const cells = rows.map((row) => formatValue((row as JsonObject)[name] ?? null, type, CELL));
    const width = Math.max(...[name, ...cells].map((cell) => cell.length));
    return [name, ...cells].map((cell) =>
      isNumber(type) ? cell.padStart(width) : cell.padEnd(width),
    );
  });
  return Array.from({ length: rows.length + 1 }, (_, row) =>
    columns
      .map((cells) => cells[row] ?? "")
      .join("  ")
      .trimEnd(),
  );
}

function isNumber(type: IrType): boolean {
  return type.kind === "optional"
    ? isNumber(type.type)
    : ["int", "float", "size", "duration"].includes(type.kind);
}
