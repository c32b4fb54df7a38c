import type { DecodeOp } from "../../compiler/ir/plan.ts";
import type { ByteRange } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { failureOf, TaskError } from "../task-error.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { lineNumber } from "./lines.ts";

/** What becomes of rows that cannot be read: the end of the task, or a count of rows left out. */
export interface RowProblems {
  /**
   * `line`, from 0, counts within the range. `input` is what has no form, `bad-value` what has not the type. `row` is its
   * text or its cells, null where they are not known.
   */
  report(
    kind: "input" | "bad-value",
    range: ByteRange,
    line: number,
    message: string,
    row: Json,
  ): void;
}

export function createRowProblems(context: ReadContext, op: DecodeOp): RowProblems {
  return {
    report(kind, range, line, message, row) {
      if (op.onError !== null) {
        const { code } = failureOf(kind, message);
        const place = placeOf(range, line);
        context.skipped?.add({ step: op.step, place, element: row, code, message });
        context.meter.counts.skipped += 1;
        context.meter.counts.recordsIn += 1;
        return;
      }
      const item = `${range.path}:${lineNumber(context, range, line)}`;
      throw new TaskError({ ...failureOf(kind, `${item}: ${message}`, { item }), step: op.step });
    },
  };
}

/** Counting the lines before a range would read all that stands before it, for each task that leaves a row out. */
function placeOf({ path, start }: ByteRange, line: number): string {
  return start === 0 ? `${path}:${line + 1}` : `${path}, line ${line + 1} from byte ${start}`;
}
