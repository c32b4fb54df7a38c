import { holdsReferences } from "../../compiler/ir/holds-references.ts";
import type { DecodeOp } from "../../compiler/ir/plan.ts";
import type { IrField, IrType } from "../../compiler/ir/type.ts";
import type { TextValue } from "../../compiler/ir/value.ts";
import { invariant } from "../../shared/invariant.ts";
import type { Json } from "../../shared/json.ts";
import { failureOf, TaskError } from "../task-error.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { type CsvLayout, layoutByName, layoutByPosition, readRow } from "./csv-layout.ts";
import { readRecords } from "./csv-records.ts";
import { resolvePaths } from "./references.ts";
import type { RowProblems } from "./row-problems.ts";

/**
 * Records of CSV texts, a batch at a time. The header is the first record of a file, also for a text from the middle of
 * it. A wholly empty line is no record where there are several columns.
 */
export function createCsvDecoder(
  context: ReadContext,
  op: DecodeOp,
  problems: RowProblems,
): (text: TextValue) => Generator<readonly Json[]> {
  invariant(op.type.kind === "record", "CSV holds records");
  const { fields } = op.type;
  const resolve = pathResolver(context, op.type);
  const byPosition = layoutByPosition(fields);
  const byPath = new Map<string, CsvLayout>();
  const layoutFor = (path: string, end: number): CsvLayout => {
    if (!op.header) {
      return byPosition;
    }
    const layout = byPath.get(path) ?? readLayout(context, op, fields, { path, end });
    byPath.set(path, layout);
    return layout;
  };

  return function* decodeCsv(text) {
    for (const batch of readRecords(context, text, op.delimiter)) {
      const rows = context.meter.during("read", () => {
        const decoded: Json[] = [];
        for (const { record, range, line } of batch) {
          if (op.header && range.start === 0 && line === 0) {
            continue;
          }
          if (!record.ok) {
            problems.report("input", range, line, record.problem, null);
            continue;
          }
          const layout = layoutFor(range.path, range.end);
          const { cells } = record;
          if (layout.columns > 1 && cells.length === 1 && cells[0] === "") {
            continue;
          }
          const row = readRow(layout, cells);
          if (row.ok) {
            decoded.push(resolve(row.value, range.path));
          } else {
            const kind = cells.length === layout.columns ? "bad-value" : "input";
            problems.report(kind, range, line, row.error, cells);
          }
        }
        return decoded;
      });
      yield rows;
    }
  };
}

/** Makes the paths in a row, which are relative to the file it stands in, files. */
export function pathResolver(
  { store }: ReadContext,
  type: IrType,
): (value: Json, namedIn: string) => Json {
  return holdsReferences(type)
    ? (value, namedIn) => resolvePaths(store, type, value, namedIn)
    : (value) => value;
}

function readLayout(
  context: ReadContext,
  op: DecodeOp,
  fields: readonly IrField[],
  { path, end }: { readonly path: string; readonly end: number },
): CsvLayout {
  const refuse = (problem: string): TaskError =>
    new TaskError({
      ...failureOf("input", `the header of ${path} ${problem}`, { item: `${path}:1` }),
      step: op.step,
    });
  const start: TextValue = { ranges: [{ path, start: 0, end }], size: end };
  for (const [first] of readRecords(context, start, op.delimiter)) {
    if (first !== undefined) {
      if (!first.record.ok) {
        throw refuse(`is malformed: ${first.record.problem}`);
      }
      const layout = layoutByName(fields, first.record.cells);
      if (!layout.ok) {
        throw refuse(layout.error);
      }
      return layout.value;
    }
  }
  throw refuse("is missing");
}
