import type { ExchangeKey, OrderBy } from "../../compiler/ir/plan.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { compareNumbers, compareStrings, compareValues } from "../../shared/order.ts";
import type { ByteSink } from "../rows/byte-sink.ts";
import { writeUtf8 } from "../rows/byte-sink.ts";
import { pathReader } from "../rows/key.ts";
import { orderWriter } from "../rows/order-bytes.ts";

/** By what the rows of a run are sorted: their key, then the order asked for; the rest by arrival. */
export interface RunOrder {
  /** Of the rows. */
  readonly rows: IrType;
  /**
   * Whether the key of a row is the string that the row begins with, and the bytes of that string serve as they stand.
   * Else a key is made of each row.
   */
  readonly inRow: boolean;
  /** Appends the key of a row, as bytes that `compareKeys` compares. */
  writeKey(sink: ByteSink, row: Json): void;
  /** Appends the key of a row that has these values in its columns. */
  writeValues(sink: ByteSink, values: readonly Json[]): void;
  /** What a person calls the key of a row. */
  keyOf(row: Json): Json;
}

export function runOrder(
  rows: IrType,
  key: ExchangeKey | null,
  order: readonly OrderBy[],
): RunOrder {
  const columns = [...columnsOf(key), ...order];
  const reads = columns.map(({ path }) => pathReader(path));
  const keyOf = (row: Json): Json => {
    const values = reads.map((read) => read(row));
    return values.length === 1 ? (values[0] ?? null) : values;
  };
  if (beginsWithKey(rows, columns)) {
    const read = reads[0] ?? pathReader([]);
    return {
      rows,
      inRow: true,
      // A string by its type.
      writeKey: (sink, row) => writeUtf8(sink, read(row) as string),
      writeValues: (sink, values) => writeUtf8(sink, values[0] as string),
      keyOf,
    };
  }
  const writers = columns.map(({ path, descending }, i) => ({
    read: reads[i] ?? pathReader(path),
    write: orderWriter(typeAt(rows, path), descending),
  }));
  return {
    rows,
    inRow: false,
    writeKey(sink, row) {
      for (const { read, write } of writers) {
        write(sink, read(row));
      }
    },
    writeValues(sink, values) {
      for (const [i, { write }] of writers.entries()) {
        write(sink, values[i] ?? null);
      }
    },
    keyOf,
  };
}

function columnsOf(key: ExchangeKey | null): readonly OrderBy[] {
  if (key === null) {
    return [];
  }
  const paths = key.kind === "path" ? [key.path] : key.fields.map(({ path }) => path);
  return paths.map((path) => ({ path, descending: false }));
}

function beginsWithKey(rows: IrType, columns: readonly OrderBy[]): boolean {
  const [column, ...others] = columns;
  if (column === undefined || others.length > 0 || column.descending) {
    return false;
  }
  const [name, ...deeper] = column.path;
  if (name === undefined) {
    return rows.kind === "string";
  }
  const first = rows.kind === "record" ? rows.fields[0] : undefined;
  return first?.name === name && first.type.kind === "string" && deeper.length === 0;
}

/** The type of what stands at a path; what may be missing on the way may be missing there. */
function typeAt(type: IrType, path: readonly string[]): IrType {
  const [name, ...rest] = path;
  if (name === undefined) {
    return type;
  }
  if (type.kind === "optional") {
    const inner = typeAt(type.type, path);
    return inner.kind === "optional" ? inner : { kind: "optional", type: inner };
  }
  const field =
    type.kind === "record" ? type.fields.find((candidate) => candidate.name === name) : undefined;
  invariant(field !== undefined, `a row has a field \`${name}\``);
  return typeAt(field.type, rest);
}

/** As `compareValues`, with a short way for what sorts are mostly by. */
export function compareQuickly(a: Json, b: Json): number {
  if (a === b) {
    return 0;
  }
  if (typeof a === "string" && typeof b === "string") {
    return compareStrings(a, b);
  }
  return typeof a === "number" && typeof b === "number"
    ? compareNumbers(a, b)
    : compareValues(a, b);
}
