/** Ops that call no function: each makes of an element any number of others. */
import type { DecodeOp, FlattenOp, ForOp } from "../../compiler/ir/plan.ts";
import type { TextValue } from "../../compiler/ir/value.ts";
import type { Json } from "../../shared/json.ts";
import { printItem } from "../print-item.ts";
import { TaskError } from "../task-error.ts";
import { createTextDecoder } from "../text/decode-text.ts";
import { textOfFile } from "../text/text.ts";
import { failureFrom } from "./call-failure.ts";
import type { TaskContext } from "./environment.ts";
import { elementExpr } from "./expression.ts";

export type PureOp = DecodeOp | ForOp | FlattenOp;

/** The elements that one element becomes, in order. */
export type Expansion = (value: Json) => Iterable<Json>;

const NONE: readonly Json[] = [];

/** `firstIndex`: elements of the dataset before the first that comes here. */
export function createExpansion(context: TaskContext, op: PureOp, firstIndex: number): Expansion {
  switch (op.op) {
    case "decode": {
      const decode = createTextDecoder(context, op);
      const { counts } = context.meter;
      return function* decodeElement(value) {
        // The records of this task are the rows, and not the text that holds them.
        counts.recordsIn -= 1;
        for (const batch of decode(asText(value))) {
          counts.recordsIn += batch.length;
          for (let i = 0; i < batch.length; i++) {
            yield batch[i] ?? null;
          }
        }
      };
    }
    case "for":
      return createFor(context, op, firstIndex);
    case "flatten":
      return (value) => value as readonly Json[]; // a list by its static type
    default:
      return op satisfies never;
  }
}

function createFor(context: TaskContext, op: ForOp, firstIndex: number): Expansion {
  const names = op.index === null ? [op.id] : [op.id, op.index];
  const where = op.where === null ? undefined : elementExpr(context, op.where, names, op.step);
  const body = elementExpr(context, op.value, names, op.step);
  let index = firstIndex;
  return (value) => {
    const own = index++;
    try {
      return where === undefined || where.evaluate(value, own) === true
        ? [body.evaluate(value, own)]
        : NONE;
    } catch (error) {
      throw new TaskError(failureFrom(error, { step: op.step, item: printItem(value) }), {
        cause: error,
      });
    }
  };
}

/** A text, or a file that stands for its text, by the op's static type. */
function asText(value: Json): TextValue {
  const reference = value as unknown as TextValue | Parameters<typeof textOfFile>[0];
  return "ranges" in reference ? reference : textOfFile(reference);
}

/** The elements as a function's stream pulls them. */
export function* expandAll(elements: Iterable<Json>, expand: Expansion): Generator<Json> {
  for (const element of elements) {
    yield* expand(element);
  }
}
