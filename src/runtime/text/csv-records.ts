import type { ByteRange, TextValue } from "../../compiler/ir/value.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { type CsvRecord, hasOddQuotes, parseRecord } from "./csv-record.ts";
import { readLineBatches } from "./lines.ts";

/** A record where it stands: `line`, from 0, is the first of its lines within the range. */
export interface PlacedRecord {
  readonly record: CsvRecord;
  readonly range: ByteRange;
  readonly line: number;
}

/** The records of CSV text in order, a batch at a time; a line end inside quotes belongs to its field. */
export function* readRecords(
  context: ReadContext,
  text: TextValue,
  delimiter: string,
): Generator<readonly PlacedRecord[]> {
  let open:
    | { readonly lines: string[]; readonly range: ByteRange; readonly line: number }
    | undefined;
  const unclosed = (): PlacedRecord[] =>
    open === undefined
      ? []
      : [{ record: { ok: false, problem: "a quoted cell is never closed" }, ...open }];

  for (const { lines, range, first } of readLineBatches(context, text, true)) {
    const records: PlacedRecord[] = [];
    if (open !== undefined && open.range !== range) {
      records.push(...unclosed());
      open = undefined;
    }
    for (const [index, line] of lines.entries()) {
      if (open === undefined && !hasOddQuotes(line)) {
        records.push({ record: parse(line, delimiter), range, line: first + index });
      } else if (open === undefined) {
        open = { lines: [line], range, line: first + index };
      } else {
        open.lines.push(line);
        if (hasOddQuotes(line)) {
          records.push({ record: parse(open.lines.join("\n"), delimiter), range, line: open.line });
          open = undefined;
        }
      }
    }
    yield records;
  }
  yield unclosed();
}

const parse = (text: string, delimiter: string): CsvRecord =>
  parseRecord(text.endsWith("\r") ? text.slice(0, -1) : text, delimiter);
