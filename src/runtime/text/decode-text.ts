import type { DecodeOp } from "../../compiler/ir/plan.ts";
import type { TextValue } from "../../compiler/ir/value.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { Json } from "../../shared/json.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { createCsvDecoder } from "./csv.ts";
import { createJsonlDecoder } from "./jsonl.ts";
import { readLineBatches } from "./lines.ts";
import { createRowProblems } from "./row-problems.ts";

/**
 * What a `decode` op does to one text: its records in order, in batches. Made once per task.
 * @throws TaskError (`input` or `bad-value`, naming file, line and field) at a row that cannot be read, unless such rows
 * are skipped.
 */
export function createTextDecoder(
  context: ReadContext,
  op: DecodeOp,
): (text: TextValue) => Iterable<readonly Json[]> {
  const problems = createRowProblems(context, op);
  switch (op.format) {
    case "csv":
      return createCsvDecoder(context, op, problems);
    case "jsonl":
      return createJsonlDecoder(context, op, problems);
    case "lines":
      return function* decodeLines(text) {
        for (const { lines } of readLineBatches(context, text)) {
          yield lines;
        }
      };
    default:
      return assertNever(op.format);
  }
}
