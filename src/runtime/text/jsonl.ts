import type { DecodeOp } from "../../compiler/ir/plan.ts";
import type { TextValue } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { createDecoder } from "../values/decode.ts";
import type { ReadContext } from "./byte-chunks.ts";
import { pathResolver } from "./csv.ts";
import { readLineBatches } from "./lines.ts";
import type { RowProblems } from "./row-problems.ts";

/** One JSON value to a line; lines of white space alone are passed over. */
export function createJsonlDecoder(
  context: ReadContext,
  op: DecodeOp,
  problems: RowProblems,
): (text: TextValue) => Generator<readonly Json[]> {
  const decode = createDecoder(op.type);
  const resolve = pathResolver(context, op.type);
  return function* decodeJsonl(text) {
    for (const { lines, range, first } of readLineBatches(context, text)) {
      yield context.meter.during("read", () => {
        const rows: Json[] = [];
        for (const [index, line] of lines.entries()) {
          if (line.trim() === "") {
            continue;
          }
          const parsed = parse(line);
          if (parsed === undefined) {
            problems.report("input", range, first + index, "expected a JSON value", line);
            continue;
          }
          const decoded = decode(parsed.value);
          if (decoded.ok) {
            rows.push(resolve(decoded.value, range.path));
          } else {
            problems.report("bad-value", range, first + index, decoded.error.message, line);
          }
        }
        return rows;
      });
    }
  };
}

function parse(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
