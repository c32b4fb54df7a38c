import { report } from "../../diagnostics/report.ts";
import type { JoinStep } from "../../syntax/ast.ts";
import type { CheckContext } from "../check-context.ts";
import { checkKey } from "../check-key.ts";
import {
  datasetOf,
  errorType,
  type Field,
  isError,
  optionalOf,
  recordOf,
  type Type,
} from "../type.ts";
import { commonKey } from "./check-shuffle.ts";
import { checkDataset, checkInto } from "./data-source.ts";

/** One record per combination of elements with equal keys; the sides are its fields. */
export function checkJoin(context: CheckContext, step: JoinStep): Type {
  const fields: Field[] = [];
  const keys = step.sides.map((side) => {
    const element = checkDataset(context, side.source, "join");
    context.tables.names.set(side.binder, element);
    fields.push({
      name: side.binder.name,
      type: side.optional ? optionalOf(element) : element,
    });
    return { key: side.key, type: checkKey(context, side.key, element) };
  });
  context.effects++;
  checkInto(context, step.into);
  if (step.sides.length < 2) {
    report(context.sink, "FLOW3062", step.span, {});
  }
  commonKey(context, keys);
  return fields.some((field) => isError(field.type)) ? errorType : datasetOf(recordOf(fields));
}
