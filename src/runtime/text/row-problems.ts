import type { DecodeOp } from "../../compiler/ir/plan.ts";
import type { ByteRange } from "../../compiler/ir/value.ts";
import { failureOf, TaskError } from "../task-error.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { lineNumber } from "./lines.ts";

/** What becomes of rows that cannot be read: the end of the task, or a count of rows left out. */
export interface RowProblems {
  /** `line`, from 0, counts within the range. `input` is what has no form, `bad-value` what has not the type. */
  report(kind: "input" | "bad-value", range: ByteRange, line: number, message: string): void;
}

export function createRowProblems(context: ReadContext, op: DecodeOp): RowProblems {
  return {
    report(kind, range, line, message) {
      if (op.onError !== null) {
        context.meter.counts.skipped += 1;
        context.meter.counts.recordsIn += 1;
        return;
      }
      const item = `${range.path}:${lineNumber(context, range, line)}`;
      throw new TaskError({ ...failureOf(kind, `${item}: ${message}`, { item }), step: op.step });
    },
  };
}
