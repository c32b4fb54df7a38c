/**
 * One CSV cell and one value. Quoting is the reader's and the writer's business. An empty cell is null where the type
 * takes null, and the empty string where it is a string.
 */
import { printType } from "../../compiler/ir/print-type.ts";
import type { IrType } from "../../compiler/ir/type.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { canonicalJson } from "../../shared/canonical-json.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { createDecoder, type Decoder } from "./decode.ts";
import { readScalar } from "./scalar-text.ts";
import { describeValue, type ValueProblem, valueProblem } from "./value-problem.ts";

export type CellReader = (cell: string) => Result<Json, ValueProblem>;

/** Compiled for a column; `column` is the path of its problems. Lists, records, maps and `json` are JSON in the cell. */
export function createCellReader(type: IrType, column = ""): CellReader {
  const refuse = (cell: string): Result<never, ValueProblem> =>
    err(valueProblem(column, printType(type), cell === "" ? "an empty cell" : describeValue(cell)));
  switch (type.kind) {
    case "string":
    case "secret":
    case "text":
    case "bytes":
    case "file":
    case "model":
    case "tensor":
      return (cell) => ok(cell.toWellFormed());
    case "bool":
    case "int":
    case "float":
    case "size":
    case "duration": {
      const { kind } = type;
      return (cell) => {
        const value = readScalar(cell.trim(), kind);
        return value === undefined ? refuse(cell) : ok(value);
      };
    }
    case "literal":
      return (cell) => {
        const value = type.values.find((literal) => String(literal) === cell);
        return value === undefined ? refuse(cell) : ok(value);
      };
    case "optional": {
      const inner = createCellReader(type.type, column);
      return (cell) => (cell === "" ? ok(null) : inner(cell));
    }
    case "null":
      return (cell) => (cell === "" ? ok(null) : refuse(cell));
    case "json":
    case "list":
    case "record":
    case "map":
      return jsonReader(createDecoder(type, column), refuse);
    case "never":
    case "dataset":
    case "stream":
    case "groups":
      return refuse;
    default:
      return assertNever(type);
  }
}

/** The text that `createCellReader` reads back. Null is empty, compound values are canonical JSON, files their path. */
export function writeCell(value: Json): string {
  switch (typeof value) {
    case "string":
      return value;
    case "object":
      return value === null ? "" : canonicalJson(value);
    default:
      return String(value);
  }
}

function jsonReader(decoder: Decoder, refuse: CellReader): CellReader {
  return (cell) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(cell);
    } catch {
      return refuse(cell);
    }
    return decoder(parsed);
  };
}
