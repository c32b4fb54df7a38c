import type { IrField } from "../../compiler/ir/type.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { type CellReader, createCellReader } from "../values/csv-cell.ts";

/** Which column of a file holds which field. */
export interface CsvLayout {
  readonly columns: number;
  readonly fields: readonly {
    readonly name: string;
    /** Undefined where the file has no such column: the field is null. */
    readonly column: number | undefined;
    readonly read: CellReader;
  }[];
}

/** Columns by name; those of no field are passed over. The error completes "the header of FILE ...". */
export function layoutByName(
  fields: readonly IrField[],
  header: readonly string[],
): Result<CsvLayout, string> {
  const twice = header.find((name, column) => header.indexOf(name) !== column);
  if (twice !== undefined && fields.some(({ name }) => name === twice)) {
    return err(`names the column \`${twice}\` twice`);
  }
  const missing = fields.find(
    ({ name, type }) => type.kind !== "optional" && !header.includes(name),
  );
  if (missing !== undefined) {
    const found = header.map((name) => `\`${name}\``).join(", ");
    return err(`has no column \`${missing.name}\`, only ${found}`);
  }
  return ok(layout(fields, header));
}

/** Columns in the order of the fields, for files without a header. */
export const layoutByPosition = (fields: readonly IrField[]): CsvLayout =>
  layout(
    fields,
    fields.map(({ name }) => name),
  );

function layout(fields: readonly IrField[], header: readonly string[]): CsvLayout {
  return {
    columns: header.length,
    fields: fields.map(({ name, type }) => {
      const column = header.indexOf(name);
      return {
        name,
        column: column === -1 ? undefined : column,
        read: createCellReader(type, name),
      };
    }),
  };
}

/** The record in a row; the error says what is wrong, expected before found. */
export function readRow(layout: CsvLayout, cells: readonly string[]): Result<Json, string> {
  if (cells.length !== layout.columns) {
    return err(`expected ${layout.columns} cells, found ${cells.length}`);
  }
  const row: { [name: string]: Json } = {};
  for (const { name, column, read } of layout.fields) {
    const value = read(column === undefined ? "" : (cells[column] ?? ""));
    if (!value.ok) {
      return err(value.error.message);
    }
    row[name] = value.value;
  }
  return ok(row);
}
